import { describe, expect, it } from 'vitest';
import type {
  AddedWaiver,
  AddWaiverRequest,
  CheckedWaivers,
  CheckWaiversRequest,
  DiffedRuns,
} from '../../src/index.ts';
import type { WaiverEntry } from '../../src/model/report.ts';
import { fakeApi, runFake } from './fake-io.ts';
import { sampleFinding } from './sample-report.ts';

const ENTRY: WaiverEntry = {
  id: 'W-1',
  type: 'planned-fix',
  state: 'active',
  reason: 'It gets a password with the next release.',
  owner: 'data@example.org',
  approvedBy: 'ciso@example.org',
  ticket: null,
  created: '2026-10-02',
  expires: '2027-01-31',
  daysLeft: 71,
  maxSeverity: null,
  selfApproved: false,
  match: 'core/db on 10.0.0.1/32',
  compensatingControls: [],
  matched: ['a', 'b'],
  at: 'w.yaml:4',
};

describe('waivers check', () => {
  async function check(
    line: string,
    checked: Partial<CheckedWaivers>,
  ): Promise<Awaited<ReturnType<typeof runFake>> & { readonly request: CheckWaiversRequest | undefined }> {
    let request: CheckWaiversRequest | undefined;
    const api = fakeApi({
      checkWaivers: (given) => {
        request = given;
        return Promise.resolve({ problems: [], matched: false, entries: [], lints: [], ...checked });
      },
    });
    return { ...(await runFake(`waivers check ${line}`, api)), request };
  }

  it('prints a table, what to look at, and counts', async () => {
    const lints = [{ at: { file: 'w.yaml', line: 9, column: 3 }, message: 'W-2 ended\u001b[2J', hint: 'remove it' }];
    const over = { ...ENTRY, id: 'W-2', state: 'expired' as const, daysLeft: -3 };
    const { exitCode, stdout } = await check('w.yaml', { entries: [ENTRY, over], lints, matched: true });
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'STATE    ID   UNTIL       LEFT     TYPE         OWNER             MATCHES  WHAT',
      'active   W-1  2027-01-31  71 days  planned-fix  data@example.org  2        core/db on 10.0.0.1/32',
      'expired  W-2  2027-01-31  over     planned-fix  data@example.org  2        core/db on 10.0.0.1/32',
      '',
      'w.yaml:9:3: W-2 ended\\x1b[2J - remove it',
      '',
      '2 waivers: 1 active, 1 expired',
      '',
    ]);
  });

  it.each<[WaiverEntry['state'], number]>([
    ['active', 0],
    ['expiring', 0],
    ['expired', 1],
    ['unused', 1],
    ['exceeded', 0],
    ['unverified', 0],
  ])('--strict and a waiver that is %s: exit code %i', async (state, exitCode) => {
    const entries = [{ ...ENTRY, state }];
    expect((await check('w.yaml --strict', { entries })).exitCode).toBe(exitCode);
    expect((await check('w.yaml', { entries })).exitCode).toBe(0);
  });

  it('tells every mistake', async () => {
    const problems = ['one', 'two'].map((message) => ({ at: { file: 'w.yaml', line: 1, column: 2 }, message }));
    expect(await check('w.yaml', { problems })).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: 'portreeve: w.yaml:1:2: one\nportreeve: w.yaml:1:2: two\nportreeve: 2 mistakes in waivers\n',
    });
  });

  it.each([
    ['a.yaml b.yaml', { files: ['a.yaml', 'b.yaml'], report: null }],
    ['a.yaml --report run', { files: ['a.yaml'], report: 'run' }],
    ['a.yaml --as-of 2027-01-01', { policy: { asOf: '2027-01-01' } }],
    ['a.yaml --today 2027-01-01', { policy: { asOf: '2027-01-01' } }],
    ['a.yaml --rules ours --intent m.yaml', { policy: { packs: ['ours'], intent: 'm.yaml' } }],
  ])('understands %s', async (line, expected) => {
    expect((await check(line, {})).request).toMatchObject(expected);
  });

  it('gives JSON', async () => {
    const { stdout } = await check('w.yaml --json', { entries: [ENTRY] });
    expect(JSON.parse(stdout)).toEqual({ entries: [ENTRY], lints: [] });
  });
});

describe('waivers add', () => {
  const NEEDED = '--finding abcdef --from run --type planned-fix --reason because --owner a@b --approved-by c@d';

  async function add(
    line: string,
    entry: Partial<WaiverEntry> = {},
  ): Promise<Awaited<ReturnType<typeof runFake>> & { readonly request: AddWaiverRequest | undefined }> {
    let request: AddWaiverRequest | undefined;
    const addWaiver = (given: AddWaiverRequest): Promise<AddedWaiver> => {
      request = given;
      return Promise.resolve({ entry: { ...ENTRY, maxSeverity: 'high', ...entry }, finding: sampleFinding() });
    };
    return { ...(await runFake(`waivers add ${line}`.trim(), fakeApi({ addWaiver }))), request };
  }

  it('asks for what is needed, and says what it did', async () => {
    const { request, ...result } = await add(`w.yaml ${NEEDED} --days 30 --ticket T-1 --max-severity high --id W-9`);
    expect(result).toEqual({
      exitCode: 0,
      stdout:
        'Added W-1 to w.yaml: databases/redis-open on 127.0.0.1:6379/tcp, up to severity high, until 2027-01-31.\n',
      stderr: '',
    });
    expect(request).toEqual({
      file: 'w.yaml',
      fingerprint: 'abcdef',
      from: 'run',
      type: 'planned-fix',
      reason: 'because',
      owner: 'a@b',
      approvedBy: 'c@d',
      ticket: 'T-1',
      expires: null,
      days: 30,
      maxSeverity: 'high',
      id: 'W-9',
      asOf: null,
    });
  });

  it('warns of who approves for himself', async () => {
    expect((await add(`w.yaml ${NEEDED}`, { selfApproved: true })).stderr).toContain('approved by its owner');
  });

  it.each([
    ['', 'waivers add: expected a waiver file'],
    ['w.yaml', 'waivers add: --finding is needed'],
    [`w.yaml x ${NEEDED}`, 'waivers add: unexpected argument "x"'],
    [`w.yaml ${NEEDED} --days 3 --expires 2027-01-01`, 'waivers add: --expires and --days say the same'],
    [`w.yaml ${NEEDED} --days soon`, '--days: expected a whole number from 0 to 3660'],
    [`w.yaml ${NEEDED.replace('planned-fix', 'planed-fix')}`, 'did you mean planned-fix?'],
    [`w.yaml ${NEEDED} --max-severity hihg`, 'did you mean high?'],
    [`w.yaml ${NEEDED} --aproved-by x`, 'did you mean --approved-by?'],
  ])('refuses %j', async (line, message) => {
    const { exitCode, stderr } = await add(line);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('diff', () => {
  async function diff(line: string, worse = false): Promise<Awaited<ReturnType<typeof runFake>>> {
    const difference = { schemaVersion: '1.0', notes: ['Ports differ.\u0007'] } as unknown as DiffedRuns['difference'];
    const diffRuns = (old: string, now: string): Promise<DiffedRuns> =>
      Promise.resolve({
        difference,
        worse,
        summary: `Findings: none (${old}, ${now})`,
        sections: ({ text, strong }) => [
          { title: 'New findings', count: 30, lines: Array(25).fill(`${strong('high')} ${text('\u001b[2J')}`) },
        ],
        markdown: '## Markdown\n',
      });
    return runFake(`diff ${line}`, fakeApi({ diffRuns }));
  }

  it('prints text', async () => {
    const { exitCode, stdout } = await diff('a b');
    const lines = stdout.split('\n');
    expect(exitCode).toBe(0);
    expect(lines.slice(0, 3)).toEqual(['note: Ports differ.\\x07', 'New findings (30)', '  high     \\x1b[2J']);
    expect(lines.slice(22)).toEqual(['  and 10 more', '', 'Findings: none (a, b)', '']);
  });

  it.each([
    ['a b --format markdown', '## Markdown\n'],
    ['a b --format json', '{\n  "schemaVersion": "1.0",\n  "notes": [\n    "Ports differ.\\u0007"\n  ]\n}\n'],
  ])('prints %s', async (line, expected) => {
    expect((await diff(line)).stdout).toBe(expected);
  });

  it('fails where something got worse', async () => {
    expect((await diff('a b', true)).exitCode).toBe(1);
  });

  it.each([
    ['a', 'diff: expected two runs, the earlier one first'],
    ['a b c', 'diff: unexpected argument "c"'],
    ['a b --format html', '--format: expected text, json or markdown'],
    ['a b --format json --format text', '--format is given 2 times'],
  ])('refuses %s', async (line, message) => {
    const { exitCode, stderr } = await diff(line);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
