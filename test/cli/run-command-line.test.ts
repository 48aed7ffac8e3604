import { EventEmitter } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../../src/cli/api.ts';
import type { AuditEvent } from '../../src/model/events.ts';
import { mergeConfig } from '../../src/config/merge-config.ts';
import { ConfigError, RuleError, UsageError } from '../../src/model/errors.ts';
import type { Report } from '../../src/model/report.ts';
import { fakeApi, fakeAudit, memoryStream, runFake } from './fake-io.ts';
import { sampleReport } from './sample-report.ts';

function withExit(exitCode: Report['outcome']['exitCode'], verdict: Report['outcome']['verdict']): Report {
  return sampleReport({ outcome: { ...sampleReport().outcome, exitCode, verdict } });
}

const STARTED: AuditEvent = {
  type: 'run-started',
  runId: 'r1',
  directory: 'run',
  hosts: 1,
  endpoints: 4,
  engine: 'connect',
  engineBecause: 'it works everywhere',
  seed: 's',
  at: '2026-01-31T10:00:00.000Z',
};
const PROGRESS: AuditEvent = {
  type: 'progress',
  done: 2,
  planned: 4,
  probesPerSecond: 50,
  states: { open: 1, closed: 1, filtered: 0, error: 0 },
  secondsLeft: 1,
  identified: 0,
  identifying: 1,
  pace: { factor: 1, paused: false },
};
const WARNING: AuditEvent = { type: 'warning', message: 'slow\u001b[2J' };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portreeve-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('exit codes of audit', () => {
  it.each<[number, string, Report | Error]>([
    [0, 'nothing noted', withExit(0, 'no-exceptions-noted')],
    [1, 'policy failed', withExit(1, 'failed')],
    [3, 'incomplete', withExit(3, 'incomplete')],
    [130, 'interrupted', withExit(130, 'incomplete')],
    [2, 'wrong target', new UsageError('bad target')],
    [2, 'wrong scope', new ConfigError('bad scope')],
    [2, 'wrong rules', new RuleError('bad rules')],
    [4, 'a bug', new TypeError('x is not a function')],
  ])('%d: %s', async (exitCode, _, end) => {
    const result = await runFake('audit 127.0.0.1', fakeApi({ audit: fakeAudit([], end) }));
    expect(result.exitCode).toBe(exitCode);
  });

  it('a mistake is one line on standard error', async () => {
    const end = new UsageError('bad\ntarget', {
      at: { file: 'hosts.csv', line: 3, column: 7 },
      hint: 'use an address',
    });
    const result = await runFake('audit hosts.csv', fakeApi({ audit: fakeAudit([], end) }));
    expect(result).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'portreeve: hosts.csv:3:7: bad\\x0atarget - use an address\n',
    });
  });

  it('a bug is a stack trace with its causes', async () => {
    const end = new Error('broken', { cause: new TypeError('deep\u001b[2J') });
    const { stderr, stdout } = await runFake('audit 127.0.0.1', fakeApi({ audit: fakeAudit([], end) }));
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^portreeve: internal error\nError: broken\n +at /);
    expect(stderr).toContain('\nCaused by: TypeError: deep\\x1b[2J\n');
  });
});

describe('what audit prints', () => {
  const audit = fakeAudit([STARTED, WARNING, PROGRESS], sampleReport());

  it('results to standard output, notes to standard error', async () => {
    const { stdout, stderr } = await runFake('audit 127.0.0.1', fakeApi({ audit }));
    expect(stdout).toMatch(
      /^127\.0\.0\.1 \(db\.example\.org\)\n[\s\S]*\nFAILED: 1 finding[\s\S]*\nReport: run\/report\.json\n$/,
    );
    expect(stderr).toBe(
      'portreeve: probing 4 endpoints of 1 host with connect (it works everywhere); run directory run\nportreeve: warning: slow\\x1b[2J\n',
    );
  });

  it('--quiet: the verdict line alone', async () => {
    const result = await runFake('audit 127.0.0.1 -q', fakeApi({ audit }));
    expect(result).toEqual({
      exitCode: 1,
      stdout: 'FAILED: 1 finding (1 critical); 1 endpoint not assessed\n',
      stderr: '',
    });
  });

  it('--json: events, one a line, and nothing else on standard output', async () => {
    const { stdout } = await runFake('audit 127.0.0.1 --json', fakeApi({ audit }));
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([STARTED, WARNING, PROGRESS]);
  });

  it('progress rewrites one line of a terminal and is gone at the end', async () => {
    const stderr = memoryStream({ tty: true });
    await runFake('audit 127.0.0.1', fakeApi({ audit }), { stderr });
    expect(stderr.text).toContain('\r\u001b[K2 of 4 (50%), 50 probes/s, 1 open, identifying 1, 0 done, 1 s left');
    expect(stderr.text.endsWith('\r\u001b[K')).toBe(true);
  });

  it.each([
    ['a terminal', 'audit x -q', {}, true, true],
    ['a terminal with NO_COLOR', 'audit x -q', { NO_COLOR: '1' }, true, false],
    ['a terminal with --no-color', 'audit x -q --no-color', {}, true, false],
    ['a pipe', 'audit x -q', {}, false, false],
  ])('colours on %s', async (_, line, env, tty, coloured) => {
    const stdout = memoryStream({ tty });
    await runFake(line, fakeApi({ audit }), { stdout, env });
    expect(stdout.text.includes('\u001b[')).toBe(coloured);
    expect(stdout.text).toContain('FAILED');
  });

  it('goes on when the reader goes away', async () => {
    const failure = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const result = await runFake('audit 127.0.0.1 --json', fakeApi({ audit }), { stdout: memoryStream({ failure }) });
    expect(result.exitCode).toBe(1);
  });

  it('fails, and stops probing, when the results cannot be written', async () => {
    const failure = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    let signal: AbortSignal | undefined;
    const watched: Api['audit'] = (request, options) => {
      signal = options?.signal;
      return audit(request, options);
    };
    const io = { stdout: memoryStream({ failure }) };
    const result = await runFake('audit 127.0.0.1 --json', fakeApi({ audit: watched }), io);
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toContain('no space left');
    expect(signal?.aborted).toBe(true);
  });
});

describe('what audit is given', () => {
  async function requestOf(
    line: string,
    io: Parameters<typeof runFake>[2],
  ): Promise<{ request: unknown; stderr: string; stdin: string }> {
    let request: unknown;
    let stdin: Promise<string> | undefined;
    const audit: Api['audit'] = (given, options) => {
      request = given;
      stdin = options?.readStdin?.();
      return fakeAudit([], sampleReport())(given, options);
    };
    const { stderr } = await runFake(line, fakeApi({ audit }), io);
    return { request, stderr, stdin: (await stdin) ?? '' };
  }

  it('flags, environment and ./portreeve.yaml, which is announced', async () => {
    await writeFile(
      join(folder, 'portreeve.yaml'),
      'targets: [10.0.0.0/30]\nsweep: {attempts: 3, rate: 10, host_rate: 5}\n',
    );
    const env = { PORTREEVE_RATE: '20', PORTREEVE_RAET: '1' };
    const { request, stderr } = await requestOf('audit --host-rate 6', { cwd: folder, env });
    expect(request).toMatchObject({
      target: { targets: ['10.0.0.0/30'] },
      sweep: { attempts: 3, rate: 20, hostRate: 6 },
    });
    expect(stderr).toBe(
      'portreeve: using ./portreeve.yaml\n' +
        'portreeve: warning: the environment variable PORTREEVE_RAET is not read - did you mean PORTREEVE_RATE?\n',
    );
  });

  it('targets of the command line instead of those of the file', async () => {
    const { request } = await requestOf('audit 127.0.0.1', { cwd: folder });
    expect(request).toMatchObject({ target: { targets: ['127.0.0.1'] } });
  });

  it('standard input', async () => {
    const { stdin } = await requestOf('audit -', { stdin: Readable.from(['10.0.0.1\n', '10.0.0.2\n']) });
    expect(stdin).toBe('10.0.0.1\n10.0.0.2\n');
  });

  it.each([
    [
      'audit',
      'no target given; expected addresses, CIDRs, ranges, host names, inventory files or - for standard input - see portreeve audit --help',
    ],
    [
      'plan',
      'no target given; expected addresses, CIDRs, ranges, host names, inventory files or - for standard input - see portreeve plan --help',
    ],
    ['audit x --config nope.yaml', 'nope.yaml: cannot read the configuration file (ENOENT)'],
    [
      'judge run --fail-on hihg',
      '--fail-on: expected critical, high, medium, low, info or never, got "hihg" - did you mean high?',
    ],
    ['audit x --raet 5', 'unknown option --raet for audit - did you mean --rate?'],
  ])('%s: exit code 2 and one line', async (line, message) => {
    expect(await runFake(line, fakeApi())).toEqual({ exitCode: 2, stdout: '', stderr: `portreeve: ${message}\n` });
  });
});

describe('audit --resume', () => {
  const recorded = mergeConfig({
    environment: {},
    flags: { targets: ['10.0.0.0/30'], rate: 50, directory: 'somewhere', failOn: 'low', seed: null },
  });

  async function resumed(line: string): Promise<{ readonly request: unknown; readonly stderr: string }> {
    let request: unknown;
    const audit: Api['audit'] = (given, options) => {
      request = given;
      return fakeAudit([], sampleReport())(given, options);
    };
    const recordedRequest: Api['recordedRequest'] = (directory) =>
      directory === 'old-run' ? Promise.resolve(recorded) : Promise.reject(new Error(directory));
    const cwd = await mkdtemp(join(folder, 'resume-'));
    await writeFile(join(cwd, 'portreeve.yaml'), 'targets: [10.9.9.9]\nsweep: {rate: 1}\n');
    const io = { cwd, env: { PORTREEVE_RATE: '2', PORTREEVE_PORTS: '1' } };
    const { stderr } = await runFake(line, fakeApi({ audit, recordedRequest }), io);
    return { request, stderr };
  }

  it('takes the recorded request, and neither file nor environment of now', async () => {
    expect(await resumed('audit --resume old-run')).toEqual({
      request: { ...recorded, output: { ...recorded.output, directory: 'old-run' }, resume: 'old-run' },
      stderr: '',
    });
  });

  it('lays options over it', async () => {
    const { request } = await resumed('audit 10.0.0.0/31 --resume old-run --rate 7 --fail-on high --format json');
    expect(request).toMatchObject({
      target: { ...recorded.target, targets: ['10.0.0.0/31'] },
      sweep: { ...recorded.sweep, rate: 7 },
      policy: { failOn: 'high' },
      output: { directory: 'old-run', formats: ['json'] },
    });
  });

  it.each([
    ['--out other', '--out cannot be given with --resume - the run stays where it is'],
    [
      '--config c.yaml',
      '--config cannot be given with --resume - the settings are those that the run began with, and options win over them',
    ],
  ])('refuses %s', async (options, line) => {
    expect(await resumed(`audit --resume old-run ${options}`)).toEqual({
      request: undefined,
      stderr: `portreeve: ${line}\n`,
    });
  });
});

describe('interrupts', () => {
  it('the first aborts, the second quits', async () => {
    const signals = new EventEmitter();
    const quits: number[] = [];
    let aborted = false;
    const audit: Api['audit'] = (_request, options) => ({
      result: Promise.resolve({ report: withExit(130, 'incomplete'), directory: 'run', files: [] }),
      async *[Symbol.asyncIterator]() {
        signals.emit('SIGINT');
        aborted = options?.signal?.aborted === true;
        yield PROGRESS;
        signals.emit('SIGTERM');
      },
    });
    const io = { signals, quit: (code: number): void => void quits.push(code) };
    const { exitCode, stderr } = await runFake('audit 127.0.0.1', fakeApi({ audit }), io);
    expect({ exitCode, aborted, quits }).toEqual({ exitCode: 130, aborted: true, quits: [130] });
    expect(stderr).toContain('portreeve: stopping; press Ctrl-C again to quit at once\n');
    expect(signals.listenerCount('SIGINT') + signals.listenerCount('SIGTERM')).toBe(0);
  });
});

describe('judge', () => {
  const judge: Api['judge'] = ([directory], { policy }) =>
    Promise.resolve(sampleReport({ run: { ...sampleReport().run, id: `${directory} ${policy.failOn}` } }));
  const render: Api['render'] = (report, format) => Promise.resolve(`${format} of ${report.run.id}\n`);

  it('prints the new verdict and exits by it', async () => {
    const { exitCode, stdout } = await runFake('judge old-run', fakeApi({ judge }));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^FAILED: 1 finding/);
  });

  it('--json prints the report', async () => {
    const { stdout } = await runFake('judge old-run --fail-on low --json', fakeApi({ judge, render }));
    expect(stdout).toBe('json of old-run low\n');
  });
});

describe('report', () => {
  const render: Api['render'] = (report, format) => Promise.resolve(`${format} of ${report.run.id}\n`);

  it('renders the saved report', async () => {
    await writeFile(join(folder, 'report.json'), JSON.stringify(sampleReport()));
    const result = await runFake('report . --format html', fakeApi({ render }), { cwd: folder });
    expect(result).toEqual({ exitCode: 0, stdout: 'html of r1\n', stderr: '' });
  });

  it.each([
    ['{', 'report.json: this is not JSON'],
    ['{}', "report.json: this is no report of this version: data must have required property 'schemaVersion'"],
  ])('refuses %j', async (text, message) => {
    await writeFile(join(folder, 'report.json'), text);
    const result = await runFake('report . --format html', fakeApi(), { cwd: folder });
    expect(result).toEqual({ exitCode: 2, stdout: '', stderr: `portreeve: ${message}\n` });
  });

  it('says how to make a missing one', async () => {
    const { exitCode, stderr } = await runFake('report nowhere --format json', fakeApi(), { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'portreeve: nowhere/report.json: cannot read the report (ENOENT) - portreeve judge RUN makes one of what the run observed\n',
    );
  });
});

describe('rules test', () => {
  const passed = { pack: 'p', ruleId: 'p/a', index: 0, passed: true, message: 'ok' };
  const failed = {
    pack: 'p',
    ruleId: 'p/b',
    index: 1,
    passed: false,
    message: 'expected fail, got pass',
    at: { file: 'p.yaml', line: 9 },
  };

  it.each([
    [[passed], 0, '1 test of 1 rule: all passed\n'],
    [[passed, failed], 1, 'p.yaml:9: p/b test 2: expected fail, got pass\n2 tests of 2 rules: 1 failed\n'],
  ])('%j', async (results, exitCode, stdout) => {
    const testRules: Api['testRules'] = () => Promise.resolve(results);
    expect(await runFake('rules test', fakeApi({ testRules }))).toEqual({ exitCode, stdout, stderr: '' });
  });

  it('no tests are no success', async () => {
    const { exitCode } = await runFake('rules test', fakeApi({ testRules: () => Promise.resolve([]) }));
    expect(exitCode).toBe(2);
  });
});

describe('rules list, lint and explain', () => {
  const rule = {
    id: 'p/a',
    pack: 'p',
    title: 'A\x1b[31m title',
    category: 'cleartext-admin',
    severity: 'high',
    level: 'endpoint',
    tags: [],
    deprecated: null,
  } as const;

  it('lists rules as a table and as JSON', async () => {
    const old = { ...rule, id: 'p/longer', severity: 'info', deprecated: { replacedBy: null, because: 'x' } } as const;
    const listRules: Api['listRules'] = () => Promise.resolve([rule, old]);
    const { stdout } = await runFake('rules list', fakeApi({ listRules }));
    expect(stdout.split('\n')).toEqual([
      'rule      severity  category         title',
      'p/a       high      cleartext-admin  A\\x1b[31m title',
      'p/longer  info      cleartext-admin  A\\x1b[31m title (deprecated)',
      '',
      '2 rules in 1 pack; portreeve rules explain RULE says more.',
      '',
    ]);
    expect(JSON.parse((await runFake('rules list --json', fakeApi({ listRules }))).stdout)).toEqual([rule, old]);
  });

  it.each([
    [[], 0, '3 rules in 2 packs: nothing to complain of\n'],
    [
      [{ pack: 'p', ruleId: 'p/a', at: { file: 'p.yaml', line: 2, column: 3 }, message: 'bad', hint: 'do it' }],
      1,
      'p.yaml:2:3: p/a: bad - do it\n3 rules in 2 packs: 1 problem\n',
    ],
  ])('lints with %j', async (problems, exitCode, stdout) => {
    const lintRules: Api['lintRules'] = () => Promise.resolve({ packs: 2, rules: 3, problems });
    expect(await runFake('rules lint', fakeApi({ lintRules }))).toEqual({ exitCode, stdout, stderr: '' });
  });

  it('explains a rule in sentences', async () => {
    const asked: unknown[] = [];
    const explainRuleById: Api['explainRuleById'] = (...args) => {
      asked.push(args);
      return Promise.resolve({
        ...rule,
        from: { version: '1.2.3', source: 'p.yaml', sha256: '' },
        controls: ['1.4.4', '1.4.5'].map((id) => ({ framework: 'pci', of: 'PCI 4', id, title: 'x', url: null })),
        aliases: ['p/before'],
        deprecated: { replacedBy: 'p/next', because: 'too broad' },
        why: 'It matters.',
        fix: ['Close it'],
        references: ['https://example.org/'],
        cwe: [306],
        about: null,
        failsWhen: 'open is true',
        needs: [{ fact: 'open', what: 'whether it is' }],
        otherwise: 'not_assessed',
        severityChanges: [{ to: 'low', when: 'access is required', because: 'asks' }],
        examples: [
          { facts: { open: true, 'target.tags': ['a', 'b'] }, verdict: 'fail', severity: 'high', missing: [] },
        ],
      });
    };
    const { stdout } = await runFake('rules explain p/a --rules x', fakeApi({ explainRuleById }));
    expect(asked).toEqual([['p/a', ['x']]]);
    expect(stdout.split('\n')).toEqual([
      'p/a: A\\x1b[31m title',
      'high, cleartext-admin; pack p 1.2.3 (p.yaml)',
      'deprecated: too broad; p/next replaces it',
      'was called p/before',
      '',
      'It matters.',
      '',
      'It judges every endpoint.',
      'It fails where open is true.',
      'It needs to know the following, unless the rest decides; without it the rule is not assessed:',
      '  open  whether it is',
      '',
      'A finding is high, and then, in this order:',
      '  - low where access is required: asks',
      '',
      'What to do:',
      '  - Close it',
      '',
      'Controls that it is evidence for:',
      '  PCI 4  1.4.4, 1.4.5',
      '',
      'Read on:',
      '  https://example.org/',
      '  CWE-306',
      '',
      'Examples:',
      '  fail (high)  open true, target.tags [a, b]',
      '',
    ]);
  });
});

describe('rules lock', () => {
  const lock = {
    apiVersion: 'portreeve/v1',
    kind: 'RulesLock',
    packs: [{ id: 'p', version: '1.0.0', source: 'p.yaml', sha256: 'a'.repeat(64) }],
  } as const;

  it('writes what the settings ask for, and replaces what is there', async () => {
    const cwd = await mkdtemp(join(folder, 'lock-'));
    const asked: unknown[] = [];
    const lockRules: Api['lockRules'] = (packs) => {
      asked.push(packs);
      return Promise.resolve(lock);
    };
    await writeFile(join(cwd, 'rules.lock.json'), 'old');
    await writeFile(join(cwd, 'portreeve.yaml'), 'policy: { packs: [pack:udp] }');
    const { exitCode, stdout } = await runFake('rules lock', fakeApi({ lockRules }), { cwd });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'Wrote rules.lock.json: 1 pack. Audits refuse others where it lies in the working directory.\n',
    });
    expect(JSON.parse(await readFile(join(cwd, 'rules.lock.json'), 'utf8'))).toEqual(lock);
    await runFake('rules lock mine', fakeApi({ lockRules }), { cwd });
    expect(asked).toEqual([['pack:udp'], ['mine']]);
    expect((await readdir(cwd)).sort()).toEqual(['portreeve.yaml', 'rules.lock.json']);
  });

  it('says where it cannot', async () => {
    const lockRules: Api['lockRules'] = () => Promise.resolve(lock);
    const { exitCode, stderr } = await runFake('rules lock --out no/where', fakeApi({ lockRules }), { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/cannot write .*no\/where \(ENOENT\)/);
  });
});

describe('init', () => {
  it('writes once, again only with --force', async () => {
    const cwd = await mkdtemp(join(folder, 'init-'));
    const first = await runFake('init', fakeApi(), { cwd });
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toMatch(/^Wrote portreeve\.yaml\. Next:\n/);
    await writeFile(join(cwd, 'portreeve.yaml'), 'mine');
    const second = await runFake('init', fakeApi(), { cwd });
    expect(second).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'portreeve: portreeve.yaml exists - portreeve init --force replaces it\n',
    });
    expect(await readFile(join(cwd, 'portreeve.yaml'), 'utf8')).toBe('mine');
    expect((await runFake('init --force', fakeApi(), { cwd })).exitCode).toBe(0);
    expect(await readFile(join(cwd, 'portreeve.yaml'), 'utf8')).toContain('targets: []');
  });
});
