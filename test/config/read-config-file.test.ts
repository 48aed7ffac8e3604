import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfigFile as readFile } from '../../src/config/read-config-file.ts';
import type { PartialSettings } from '../../src/config/settings.ts';
import { ConfigError, UserError } from '../../src/model/errors.ts';
import { readSchema } from '../../src/package-files.ts';

const schema = await readSchema('config');

async function readConfigFile(file: string, text: string): Promise<PartialSettings> {
  return readFile(file, text, schema);
}

async function lineOf(text: string): Promise<string> {
  const error: unknown = await readConfigFile('portreeve.yaml', text).catch((reason: unknown) => reason);
  if (error instanceof ConfigError) return error.line;
  throw new Error('expected a ConfigError', { cause: error });
}

describe('readConfigFile', () => {
  it('reads every setting', async () => {
    const text = `
targets: [10.0.0.0/24, db.example.org]
exclude: [10.0.0.7]
exclude_files: [never.txt]
ports: [22, databases, 8000-8010]
scope: scope.yaml
authorized_by: Jo Doe, CHG-1
sweep:
  {engine: connect, rate: max, host_rate: 20, concurrency: 10, timeout: 2s, attempts: 3, seed: 42, controls: ['[FD00::1]:22']}
identify: {mode: expected, concurrency: 5, deadline: 500ms}
policy:
  extends: [preset:baseline, pack:udp, ./more]
  rules_lock: locks/rules.json
  packs: [pack:databases, ./ours]
  rules: {a/b: {off: true, because: agreed}, a/c: {severity: low, because: agreed}}
  fail_on: never
  max_not_assessed: 0.5
vantage: {id: fra-1, zone: internet}
output: {directory: out, formats: [json]}
`;
    expect(await readConfigFile('portreeve.yaml', text)).toEqual({
      targets: ['10.0.0.0/24', 'db.example.org'],
      exclude: ['10.0.0.7'],
      excludeFiles: ['never.txt'],
      ports: '22,databases,8000-8010',
      scope: 'scope.yaml',
      authorizedBy: 'Jo Doe, CHG-1',
      engine: 'connect',
      rate: null,
      hostRate: 20,
      concurrency: 10,
      timeoutMs: 2000,
      attempts: 3,
      seed: '42',
      controls: [{ text: '[FD00::1]:22', address: 'fd00::1', port: 22 }],
      identify: 'expected',
      identifyConcurrency: 5,
      deadlineMs: 500,
      packs: ['pack:databases', 'ours'],
      overrides: {
        'a/b': { off: true, because: 'agreed', at: { file: 'portreeve.yaml', line: 15, column: 11 } },
        'a/c': { severity: 'low', because: 'agreed', at: { file: 'portreeve.yaml', line: 15, column: 46 } },
      },
      presets: [{ name: 'baseline', at: { file: 'portreeve.yaml', line: 12, column: 13 } }],
      morePacks: ['pack:udp', 'more'],
      rulesLock: 'locks/rules.json',
      failOn: 'never',
      maxNotAssessed: 0.5,
      vantage: 'fra-1',
      zone: 'internet',
      directory: 'out',
      formats: ['json'],
    });
  });

  it.each(['', '# nothing yet\n', 'sweep: {}\n'])('%j says nothing', async (text) => {
    expect(await readConfigFile('portreeve.yaml', text)).toEqual({});
  });

  it('takes a single port as it stands', async () => {
    expect(await readConfigFile('portreeve.yaml', 'ports: 22')).toEqual({ ports: '22' });
  });

  it('finds paths beside the file', async () => {
    const text =
      'targets: [./hosts.csv, ../all.csv, hosts.csv, 10.0.0.0/8]\nscope: s.yaml\nexclude_files: [/etc/never]\npolicy: {packs: [r, pack:web]}';
    expect(await readConfigFile('ops/portreeve.yaml', text)).toEqual({
      targets: ['ops/hosts.csv', 'all.csv', 'hosts.csv', '10.0.0.0/8'],
      scope: 'ops/s.yaml',
      excludeFiles: ['/etc/never'],
      packs: ['ops/r', 'pack:web'],
    });
  });

  it.each([
    ['sweep:\n  rat: 5\n', /^portreeve\.yaml:2:3: .*rat\b.* - did you mean "?rate"?\?$/],
    ['swep: {}\n', /^portreeve\.yaml:1:1: .*swep.* - did you mean "?sweep"?\?$/],
    ['sweep:\n  rate: -5\n', /^portreeve\.yaml:2:9: \/sweep\/rate: expected probes per second, .*, got "-5"$/],
    ['sweep:\n  rate:\n', /^portreeve\.yaml:2:8: \/sweep\/rate: expected a text, got nothing$/],
    ['sweep:\n  rate: [5]\n', /^portreeve\.yaml:2:9: \/sweep\/rate: expected a text, got "\[5\]"$/],
    [
      'sweep:\n  controls:\n  - 10.0.0.1:22\n  - db:22\n',
      /^portreeve\.yaml:4:5: \/sweep\/controls\/1: expected an address \(no name\) and a port, .*, got "db:22"$/,
    ],
    ['sweep: {controls: 10.0.0.1:22}\n', /^portreeve\.yaml:1:19: .*controls must be array/],
    ['sweep: {shard: 1/2}\n', /^portreeve\.yaml:1:9: unknown key "shard"/],
    ['sweep:\n  timeout: 0\n', /^portreeve\.yaml:2:12: \/sweep\/timeout: expected a duration/],
    [
      'policy: {fail_on: hihg}\n',
      /^portreeve\.yaml:1:19: \/policy\/fail_on: expected .* got "hihg" - did you mean high\?$/,
    ],
    ['policy: {rules: {a/b: {because: x}}}\n', /^portreeve\.yaml:1:\d+: .*(off|severity)/],
    ['policy: {rules: {a/b: {off: true, severity: low, because: x}}}\n', /^portreeve\.yaml:1:\d+: .*2 properties/],
    ['policy: {rules: {a/b: {off: true}}}\n', /^portreeve\.yaml:1:\d+: .*because/],
    ['policy: {rules: {a/b: off}}\n', /^portreeve\.yaml:1:23: .*object, not "off" - write \{off: true, because/],
    ['policy: {extend: [preset:x]}\n', /^portreeve\.yaml:1:10: .*did you mean "extends"/],
    ['output: {formats: [pdf]}\n', /^portreeve\.yaml:1:20: .*formats/],
    ['targets: 10.0.0.0/8\n', /^portreeve\.yaml:1:10: .*targets.*array/],
    ['- 1\n', /^portreeve\.yaml:1:1: .*object/],
    ['sweep: {rate: 5, rate: 6}\n', /^portreeve\.yaml:1:18: duplicate key "rate"$/],
    ['a: [', /^portreeve\.yaml:1:\d+: /],
  ])('%j is one line that says where', async (text, line) => {
    expect(await lineOf(text)).toMatch(line);
  });

  it('never fails on hostile text with anything but an error for the user', async () => {
    const keys = fc.constantFrom(
      'sweep',
      'rate',
      'policy',
      'rules',
      'ports',
      '__proto__',
      'constructor',
      'output',
      'formats',
      'x',
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(keys, tie('value')),
        fc.array(tie('value')),
      ),
    })).value;
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      json.map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        const failure: unknown = await readConfigFile('portreeve.yaml', content).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failure === undefined || failure instanceof UserError, String(failure)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
