import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPresets } from '../../src/cli/load-presets.ts';
import { mergeConfig, presetsOf } from '../../src/config/merge-config.ts';
import { readPreset } from '../../src/config/read-preset.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { packagePath, readSchema } from '../../src/package-files.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import { shippedPacks } from '../policy/shipped-packs.ts';

const schema = await readSchema('preset');
const folder = packagePath('rules/presets');
const shipped = (await readdir(folder)).map((file) => file.replace('.yaml', ''));

const text = (rest: string): string => `apiVersion: portreeve/v1
kind: Preset
metadata: { id: own, title: Own, description: For tests. }
${rest}
`;

describe('presets that come with Portreeve', () => {
  it.each(shipped)('%s is called like its file and names rules and packs that exist', async (name) => {
    const preset = readPreset(`${name}.yaml`, await readFile(join(folder, `${name}.yaml`), 'utf8'), schema);
    expect(preset.id).toBe(name);
    const named = preset.packs === 'all' ? [] : preset.packs;
    expect(named.filter((pack) => !shippedPacks.some(({ id }) => pack === `pack:${id}`))).toEqual([]);
    const changes = Object.entries(preset.settings.overrides ?? {}).map(([id, { off, severity, because }]) => [
      id,
      off === true ? { off, because } : { severity, because },
    ]);
    expect(createPolicy(shippedPacks, Object.fromEntries(changes)).rules.length).toBeGreaterThan(40);
  });

  it('are found by name', async () => {
    expect((await loadPresets([{ name: 'baseline' }])).map(({ id }) => id)).toEqual(['baseline']);
    await expect(loadPresets([{ name: 'basline' }])).rejects.toThrow(
      expect.objectContaining({ hint: 'did you mean baseline?' }),
    );
    await expect(loadPresets([{ name: '../../x' }])).rejects.toThrow('there is no preset ../../x');
  });
});

describe('a preset', () => {
  const preset = readPreset(
    'own.yaml',
    text(
      'packs: [pack:udp]\nrules:\n  a/b: { off: true, because: agreed }\n  a/c: { severity: low, because: agreed }\nfail_on: low',
    ),
    schema,
  );

  it('is weaker than whatever the user says, rule by rule', () => {
    const file = { failOn: 'medium', overrides: { 'a/c': { severity: 'high' } } } as const;
    const { policy } = mergeConfig({ presets: [preset], file, environment: {}, flags: {} });
    expect(policy).toMatchObject({
      packs: ['pack:udp'],
      overrides: {
        'a/b': {
          off: true,
          because: 'preset own: agreed',
          preset: 'own',
          at: { file: 'own.yaml', line: 6, column: 3 },
        },
        'a/c': { severity: 'high' },
      },
      failOn: 'medium',
      maxNotAssessed: 0.05,
    });
  });

  it.each([
    ['its packs', [], {}, ['pack:udp']],
    ['its packs and those beside it', [], { morePacks: ['ours'] }, ['pack:udp', 'ours']],
    ['the packs that are asked for', [], { packs: ['mine'], morePacks: ['ours'] }, ['mine']],
    ['all packs', ['all'], {}, []],
    ['all packs and those beside them', ['all'], { morePacks: ['ours'] }, ['pack:all', 'ours']],
  ])('gives %s', (_, more, flags, packs) => {
    const presets = [preset, ...more.map(() => ({ ...preset, packs: 'all' as const }))];
    expect(mergeConfig({ presets, environment: {}, flags }).policy.packs).toEqual(packs);
  });

  it('is asked for by the strongest source', () => {
    const sources = { file: { presets: [{ name: 'a' }] }, environment: { PORTREEVE_PRESET: 'b,c' }, flags: {} };
    expect(presetsOf(sources)).toEqual([{ name: 'b' }, { name: 'c' }]);
    expect(presetsOf({ ...sources, flags: { presets: [{ name: 'd' }] } })).toEqual([{ name: 'd' }]);
    expect(presetsOf({ ...sources, environment: {} })).toEqual([{ name: 'a' }]);
  });

  it.each([
    ['pack: all', /^own\.yaml:4:1: unknown key "pack" in the top level - did you mean "packs"\?$/],
    ['packs: al', /^own\.yaml:4:8: .*must match pattern/],
    ['packs: all\nfail_on: hgh', /^own\.yaml:5:10: .*did you mean "high"\?$/],
    ['packs: all\nrules: { a/b: { off: true } }', /^own\.yaml:5:15: .*because/],
    ['packs: all\nrules: { a/b: { severity: lw, because: x } }', /^own\.yaml:5:27: .*did you mean "low"\?$/],
  ])('does not load with %s', (rest, line) => {
    const read = (): unknown => readPreset('own.yaml', text(rest), schema);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(expect.objectContaining({ line: expect.stringMatching(line) }));
  });
});
