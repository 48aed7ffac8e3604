import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainRuleById, lintRules, listRules } from '../../src/run/inspect-rules.ts';
import { packText } from '../policy/pack-text.ts';

let folder: string;
let own: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portreeve-rules-'));
  own = join(folder, 'own.yaml');
  const keys = "replaces: [own/earlier]\nfail_when: { cel: 'open && tls.days_left > 0' }";
  await writeFile(own, packText(keys));
});

afterAll(() => rm(folder, { recursive: true }));

describe('the rules that come with Portreeve', () => {
  it('leave nothing to complain of', async () => {
    const { packs, rules, problems } = await lintRules([]);
    expect(packs).toBeGreaterThan(9);
    expect(rules).toBeGreaterThan(100);
    expect(problems).toEqual([]);
  });

  it('are explained with the controls that they are evidence for', async () => {
    const rules = await listRules([]);
    expect(rules.length).toBeGreaterThan(100);
    const telnet = await explainRuleById('cleartext/telnet', []);
    expect(telnet).toMatchObject({ pack: 'cleartext', from: { source: 'pack:cleartext' }, failsWhen: 'open is true' });
    expect(telnet.controls.map(({ framework, id }) => `${framework}:${id}`)).toContain('pci-dss:2.2.7');
    expect(telnet.controls.map(({ framework, id }) => `${framework}:${id}`)).not.toContain('pci-dss:1.4.4');
  });
});

describe('rules of one’s own', () => {
  it('are found by the ids that they had', async () => {
    expect(await explainRuleById('own/earlier', [own])).toMatchObject({
      id: 'own/a',
      failsWhen: 'open and tls.days_left > 0',
      needs: [{ fact: 'open' }, { fact: 'tls.days_left' }],
    });
  });

  it.each([
    ['own/aa', 'did you mean own/a?'],
    ['a', 'did you mean own/a?'],
    ['something-else', 'portreeve rules list shows all'],
  ])('are missed by %s', async (id, hint) => {
    await expect(explainRuleById(id, [own])).rejects.toThrow(expect.objectContaining({ hint }));
  });

  it('are linted with the place of what is found', async () => {
    const { problems } = await lintRules([own]);
    expect(problems).toContainEqual({
      pack: 'own',
      ruleId: 'own/a',
      at: { file: own, line: 8, column: 5 },
      message: 'nothing says why it matters',
      hint: 'add why: with a sentence',
    });
    expect(problems).toContainEqual(
      expect.objectContaining({ ruleId: null, message: 'no rule uses the list $caches', at: expect.anything() }),
    );
  });
});
