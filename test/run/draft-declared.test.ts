import { describe, expect, it } from 'vitest';
import { readSchema } from '../../src/package-files.ts';
import { createIntentParser } from '../../src/policy/intent/parse-intent.ts';
import { draftDeclared } from '../../src/run/draft-declared.ts';
import { knownServices } from '../../src/run/known-services.ts';

const REQUEST = {
  files: ['fixtures/declared/security-groups.json'],
  from: ['internet=0.0.0.0/0', 'ops=10.9.0.0/16'],
  hook: 'auto' as const,
  interfaces: [],
  groups: [],
  members: ['fixtures/declared/network-interfaces.json'],
};

describe('draftDeclared', () => {
  it('writes a matrix that loads once its reasons are given', async () => {
    const text = await draftDeclared(REQUEST);
    expect(text).toContain('ports: [443]');
    expect(text).toContain('10.0.2.20');
    const parse = createIntentParser(await readSchema('intent'), knownServices());
    expect(() => parse('drafted.yaml', text)).toThrow(/TODO/);
    let vantages = 0;
    const filled = text.replaceAll(/^( +- )TODO$/gm, (_, start: string) => `${start}vp-${++vantages}`);
    const matrix = parse('filled.yaml', filled.replaceAll('TODO', 'agreed'));
    expect(vantages).toBe(2);
    expect(matrix.rows.length).toBeGreaterThan(2);
  });

  it('says what is allowed from anywhere where no zone is named', async () => {
    const text = await draftDeclared({ ...REQUEST, from: [] });
    expect(text).toContain('{from: internet, to: declared-1, ports: [443], expect: open, reason: TODO}');
  });

  it('takes one firewall at a time', async () => {
    const two = { ...REQUEST, files: [...REQUEST.files, 'fixtures/declared/ufw.iptables'] };
    await expect(draftDeclared(two)).rejects.toThrow('a matrix is made of one firewall configuration');
  });
});
