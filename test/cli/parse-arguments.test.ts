import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments as parse } from '../../src/cli/parse-arguments.ts';
import { mergeConfig } from '../../src/config/merge-config.ts';
import { UsageError, UserError } from '../../src/model/errors.ts';
import type { AuditRequest } from '../../src/model/request.ts';

function parseArguments(argv: readonly string[]): ReturnType<typeof parse> {
  return parse(argv, '9.8.7');
}

/** What an audit would be asked for by a command line alone. */
function requestOf(line: string): AuditRequest {
  const invocation = parseArguments(['audit', ...line.split(' ').filter((word) => word !== '')]);
  if (invocation.command !== 'audit') throw new Error(`parsed as ${invocation.command}`);
  return mergeConfig({ environment: {}, flags: invocation.flags });
}

const DEFAULTS = mergeConfig({ environment: {}, flags: {} });

describe('audit arguments', () => {
  it.each<[string, { [K in keyof AuditRequest]?: Partial<AuditRequest[K]> }]>([
    ['', {}],
    ['10.0.0.0/24 db.example.org', { target: { targets: ['10.0.0.0/24', 'db.example.org'] } }],
    ['-', { target: { targets: ['-'] } }],
    ['10.0.0.1 -- -odd', { target: { targets: ['10.0.0.1', '-odd'] } }],
    ['completion help', { target: { targets: ['completion', 'help'] } }],
    ['2130706433', { target: { targets: ['2130706433'] } }],
    ['--ports 22,80', { target: { ports: '22,80' } }],
    ['-p 22 -p 80,443', { target: { ports: '22,80,443' } }],
    ['-p22', { target: { ports: '22' } }],
    ['--exclude 10.0.0.1 10.0.0.0/24', { target: { exclude: ['10.0.0.1'], targets: ['10.0.0.0/24'] } }],
    ['--exclude 10.0.0-3.1,5,7-9,10.0.9.1', { target: { exclude: ['10.0.0-3.1,5,7-9', '10.0.9.1'] } }],
    ['--exclude a,b --exclude c', { target: { exclude: ['a', 'b', 'c'] } }],
    ['--exclude-file never.txt', { target: { excludeFiles: ['never.txt'] } }],
    ['--scope scope.yaml --authorized-by Jo,CHG-1', { target: { scope: 'scope.yaml', authorizedBy: 'Jo,CHG-1' } }],
    ['--engine connect', { sweep: { engine: 'connect' } }],
    ['--rate 100', { sweep: { rate: 100 } }],
    ['--rate=100', { sweep: { rate: 100 } }],
    ['--rate max', { sweep: { rate: null, hostRate: null } }],
    ['--rate max --host-rate 20', { sweep: { rate: null, hostRate: 20 } }],
    ['--concurrency 10 --timeout 1.5s --attempts 3', { sweep: { concurrency: 10, timeoutMs: 1500, attempts: 3 } }],
    ['--timeout 500', { sweep: { timeoutMs: 500 } }],
    ['--seed 42', { sweep: { seed: '42' } }],
    ['--shard 2/4', { sweep: { shard: { index: 2, count: 4 } } }],
    [
      '--control 10.0.0.1:22,10.0.0.2:22 --control [::1]:22',
      {
        sweep: {
          controls: [
            { text: '10.0.0.1:22', address: '10.0.0.1', port: 22 },
            { text: '10.0.0.2:22', address: '10.0.0.2', port: 22 },
            { text: '[::1]:22', address: '::1', port: 22 },
          ],
        },
      },
    ],
    ['--identify none', { identify: { mode: 'none' } }],
    ['--ics', { identify: { ics: true }, target: { ports: 'default,ics' } }],
    ['--ics -p 502', { identify: { ics: true }, target: { ports: '502' } }],
    ['--max-effect none', { identify: { maxEffect: 'none' } }],
    ['--rules ours,pack:web --fail-on low', { policy: { packs: ['ours', 'pack:web'], failOn: 'low' } }],
    ['--max-not-assessed 0', { policy: { maxNotAssessed: 0 } }],
    ['--vantage fra-1 --zone internet', { vantage: { id: 'fra-1', zone: 'internet' } }],
    ['--out run --format json', { output: { directory: 'run', formats: ['json'] } }],
    ['--format json,html', { output: { formats: ['json', 'html'] } }],
    ['--format json --format html', { output: { formats: ['json', 'html'] } }],
  ])('audit %s', (line, changes) => {
    const expected = Object.fromEntries(
      Object.entries(DEFAULTS).map(([section, value]) => [
        section,
        typeof value === 'object' && value !== null ? { ...value, ...Reflect.get(changes, section) } : value,
      ]),
    );
    expect(requestOf(line)).toEqual(expected);
  });
});

describe('other commands', () => {
  const display = { json: false, quiet: false, color: true };

  it.each([
    [
      'audit x --json -q --no-color',
      {
        command: 'audit',
        resume: null,
        flags: { targets: ['x'] },
        config: null,
        display: { json: true, quiet: true, color: false },
      },
    ],
    ['audit --resume run --rate 100', { command: 'audit', resume: 'run', flags: { rate: 100 }, config: null, display }],
    ['plan x --config c.yaml', { command: 'plan', flags: { targets: ['x'] }, config: 'c.yaml', display }],
    ['judge run --fail-on low', { command: 'judge', runs: ['run'], flags: { failOn: 'low' }, config: null, display }],
    ['judge a b', { command: 'judge', runs: ['a', 'b'], flags: {}, config: null, display }],
    ['report run --format html', { command: 'report', run: 'run', format: 'html' }],
    ['rules test', { command: 'rules test', packs: [] }],
    ['rules test a.yaml b', { command: 'rules test', packs: ['a.yaml', 'b'] }],
    ['intent init --from run', { command: 'intent init', from: ['run'] }],
    ['intent init --from a --from b', { command: 'intent init', from: ['a', 'b'] }],
    ['intent check a.yaml', { command: 'intent check', file: 'a.yaml', against: null, strict: false }],
    [
      'intent check a.yaml --against run --strict',
      { command: 'intent check', file: 'a.yaml', against: 'run', strict: true },
    ],
    ['rules lint a.yaml', { command: 'rules lint', packs: ['a.yaml'] }],
    ['rules list a.yaml --json', { command: 'rules list', packs: ['a.yaml'], json: true }],
    ['rules explain a/b --rules c', { command: 'rules explain', rule: 'a/b', packs: ['c'], json: false }],
    ['rules lock', { command: 'rules lock', out: 'rules.lock.json', flags: {}, config: null, display }],
    [
      'rules lock a b --out c --preset d',
      { command: 'rules lock', out: 'c', flags: { packs: ['a', 'b'], presets: ['d'] }, config: null, display },
    ],
    ['explain 6379', { command: 'explain', subject: '6379', json: false }],
    ['explain redis --json', { command: 'explain', subject: 'redis', json: true }],
    ['init', { command: 'init', force: false }],
    ['init --force', { command: 'init', force: true }],
  ])('%s', (line, invocation) => {
    expect(parseArguments(line.split(' '))).toEqual(invocation);
  });
});

describe('mistakes', () => {
  it.each([
    [
      '',
      'no command given; expected audit, plan, init, judge, report, explain, rules, intent, waivers, diff, completion - see portreeve --help',
    ],
    ['audti x', 'unknown command "audti" - did you mean audit?'],
    ['10.0.0.0/8', 'unknown command "10.0.0.0/8" - to audit it: portreeve audit 10.0.0.0/8'],
    ['frobnicate', 'unknown command "frobnicate" - see portreeve --help'],
    ['--rate 5', 'unknown option --rate before a command - see portreeve --help'],
    ['intent', 'intent: expected init, check - see portreeve intent --help'],
    ['intent chekc', 'intent: expected init, check, got "chekc" - did you mean check?'],
    ['intent init', 'intent init: expected --from and a run directory - see portreeve intent init --help'],
    ['intent init run', 'intent init: unexpected argument "run" - see portreeve intent init --help'],
    ['intent init --form run', 'unknown option --form for intent init - did you mean --from?'],
    ['intent check', 'intent check: expected a file - see portreeve intent check --help'],
    ['intent check a b', 'intent check: unexpected argument "b" - see portreeve intent check --help'],
    ['intent check a --agianst run', 'unknown option --agianst for intent check - did you mean --against?'],
    ['rules', 'rules: expected list, explain, lint, test, lock - see portreeve rules --help'],
    ['rules tset', 'rules: expected list, explain, lint, test, lock, got "tset" - did you mean test?'],
    ['rules explain', 'rules explain: expected a rule, such as cleartext/telnet - see portreeve rules explain --help'],
    ['rules explain a/b c/d', 'rules explain: unexpected argument "c/d" - see portreeve rules explain --help'],
    ['rules list --jsn', 'unknown option --jsn for rules list - did you mean --json?'],
    ['audit x --raet 5', 'unknown option --raet for audit - did you mean --rate?'],
    ['audit x --hostrate 5', 'unknown option --hostrate for audit - did you mean --host-rate?'],
    ['audit x --hostRate 5', 'unknown option --hostRate for audit - did you mean --host-rate?'],
    ['init -q', 'unknown option -q for init - see portreeve init --help'],
    ['judge run -p 22', 'unknown option -p for judge - see portreeve judge --help'],
    ['audit x -z', 'unknown option -z for audit - see portreeve audit --help'],
    ['plan x --fail-on high', 'unknown option --fail-on for plan - see portreeve plan --help'],
    ['audit x --a.b 1', 'unknown option --a.b for audit - see portreeve audit --help'],
    ['audit x --rate -5', '--rate: expected probes per second, a whole number from 1 to 10000000, or max, got "-5"'],
    ['audit x --rate', '--rate: expected probes per second, a whole number from 1 to 10000000, or max, got nothing'],
    [
      'audit x --rate --json',
      '--rate: expected probes per second, a whole number from 1 to 10000000, or max, got nothing',
    ],
    ['audit x --rate 1 --rate 2', '--rate is given 2 times; once is expected'],
    ['audit x --timeout 0', '--timeout: expected a duration from 10ms to 60s, such as 1500ms or 1.5s, got "0"'],
    ['audit x --concurrency abc', '--concurrency: expected a whole number from 1 to 64511, got "abc"'],
    [
      'audit x --fail-on hihg',
      '--fail-on: expected critical, high, medium, low, info or never, got "hihg" - did you mean high?',
    ],
    ['audit x --engine sync', '--engine: expected auto, syn, connect or node, got "sync" - did you mean syn?'],
    ['audit x --shard 5/4', '--shard: expected a part and how many there are, such as 2/4 (at most 100000), got "5/4"'],
    ['audit --resume', '--resume: expected printable text of 1 to 4096 characters, got nothing'],
    ['audit --resume a --resume b', '--resume is given 2 times; once is expected'],
    ['plan --resume run', 'unknown option --resume for plan - see portreeve plan --help'],
    ['audit x --format json,pdf', '--format: expected json or html, got "pdf"'],
    ['audit x --ports 22,', '--ports: expected printable text of 1 to 4096 characters, got nothing'],
    ['audit x --config', '--config: expected printable text of 1 to 4096 characters, got nothing'],
    ['judge', 'judge: expected a run directory - see portreeve judge --help'],
    ['report run', '--format: expected json or html, got nothing'],
    ['report run --format json --format html', '--format is given 2 times; once is expected'],
    ['init here', 'init: unexpected argument "here" - see portreeve init --help'],
  ])('portreeve %s', (line, message) => {
    const attempt = (): unknown => parseArguments(line.split(' ').filter((word) => word !== ''));
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(expect.objectContaining({ line: message }));
  });

  it('anything else is understood or refused on one printable line', () => {
    const commands = fc.constantFrom(
      'audit',
      'plan',
      'judge',
      'report',
      'explain',
      'rules',
      'init',
      'completion',
      'help',
    );
    const odd = fc.constantFrom(
      '--',
      '-',
      '--=5',
      '-=',
      '--__proto__=1',
      '--constructor',
      '--a.b.c',
      '--no-',
      '-pq',
      '--$0=x',
      '--_',
      '--ports',
    );
    const word = fc.oneof(
      odd,
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string().map((text) => `--${text}`),
    );
    let refused = 0;
    fc.assert(
      fc.property(commands, fc.array(word, { maxLength: 5 }), (command, words) => {
        const line = refusalOf([command, ...words]);
        refused += line === undefined ? 0 : 1;
        expect(line ?? '').not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  it.each(['--=5', '--__proto__=1', '--constructor', '--toString=1', '--_=x', '--$0=x', '-_'])(
    'audit x --rate 7 %s is not ignored',
    (odd) => {
      expect(refusalOf(['audit', 'x', '--rate', '7', odd])).toMatch(/^(?:unknown option|--)/);
    },
  );

  it('shows control characters escaped', () => {
    expect(() => parseArguments(['\u001b[2J\n'])).toThrow(String.raw`unknown command "\x1b[2J\x0a"`);
  });
});

describe('help and completion', () => {
  function shown(...argv: readonly string[]): string {
    const invocation = parseArguments(argv);
    if (invocation.command !== 'show') throw new Error(`parsed as ${invocation.command}`);
    return invocation.text;
  }

  it.each([['--help'], ['audit', '--help'], ['judge', '-h'], ['audit', '--raet', '5', '--help']])(
    '%s %s gives the exit codes',
    (...argv) => {
      expect(shown(...argv)).toMatch(
        /Exit codes:\n +0 +assessed and clean\n +1 +policy failed\n +2 .*\n +3 .*\n +4 .*\n +130 +interrupted/,
      );
    },
  );

  it('groups the options of audit', () => {
    const groups = shown('audit', '--help').match(/^\w+:$/gm);
    expect(groups).toEqual(['Targets:', 'Sweep:', 'UDP:', 'Identify:', 'Policy:', 'Output:', 'Options:', 'Examples:']);
  });

  it('prints the version', () => {
    expect(shown('--version')).toBe('9.8.7');
  });

  it.each([
    [
      ['portreeve', ''],
      ['audit', 'plan', 'init', 'judge', 'report', 'explain', 'rules', 'intent', 'waivers', 'diff', 'completion'],
    ],
    [
      ['portreeve', 'audit', '--engine', ''],
      ['auto', 'syn', 'connect', 'node'],
    ],
    [
      ['portreeve', 'intent', ''],
      ['init', 'check'],
    ],
    [
      ['portreeve', 'rules', ''],
      ['list', 'explain', 'lint', 'test', 'lock'],
    ],
  ])('completes %j', (words, completions) => {
    const lines = shown('--get-yargs-completions', ...words).split('\n');
    expect(lines.map((line) => line.replace(/[:\t].*/, ''))).toEqual(completions);
  });

  it('prints the completion script', () => {
    expect(shown('completion')).toContain('_portreeve_yargs_completions');
  });
});

/** Why the arguments are refused; undefined where they are not. */
function refusalOf(argv: readonly string[]): string | undefined {
  try {
    parseArguments(argv);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.line;
    throw error;
  }
}
