import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { AddWaiverRequest, CheckWaiversRequest } from '../../src/index.ts';
import { addWaiver, checkWaivers } from '../../src/index.ts';
import { mergeConfig } from '../../src/config/merge-config.ts';
import type { Finding } from '../../src/model/report.ts';
import { sampleFinding, sampleReport } from '../cli/sample-report.ts';
import { waiverFile } from '../policy/waivers/waiver-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'portreeve-waivers-'));
const file = join(folder, 'waivers.yaml');
const report = join(folder, 'report.json');
afterAll(() => rmSync(folder, { recursive: true }));

const REDIS = sampleFinding({ ruleId: 'databases/redis-reachable' });
const OTHER = sampleFinding({ fingerprint: `exposure/v1:${'f'.repeat(20)}${'0'.repeat(12)}`, endpoints: 300 });
const ODD = sampleFinding({ fingerprint: `exposure/v1:${'0'.repeat(32)}`, endpoints: 300 });

function save(findings: readonly Finding[]): void {
  writeFileSync(report, JSON.stringify(sampleReport({ findings })));
}

beforeEach(() => {
  rmSync(file, { force: true });
  save([REDIS]);
});

const ADD: AddWaiverRequest = {
  file,
  fingerprint: REDIS.fingerprint,
  from: folder,
  type: 'planned-fix',
  reason: 'It gets a password with the next release.',
  owner: 'data@example.org',
  approvedBy: 'ciso@example.org',
  ticket: null,
  expires: null,
  days: null,
  maxSeverity: null,
  id: null,
  asOf: '2026-11-21',
};

const DEFAULTS = mergeConfig({ environment: {}, flags: {} });

const CHECK: CheckWaiversRequest = {
  files: [file],
  report: null,
  policy: { ...DEFAULTS.policy, asOf: '2026-11-21' },
};

describe('adding a waiver', () => {
  it('writes a new file that covers the finding', async () => {
    const { entry } = await addWaiver(ADD);
    expect(entry).toMatchObject({
      id: 'W-2026-001',
      state: 'active',
      created: '2026-11-21',
      expires: '2027-02-19',
      maxSeverity: 'critical',
      matched: [REDIS.fingerprint],
    });
    const { entries } = await checkWaivers({ ...CHECK, report: folder });
    expect(entries).toEqual([entry]);
    expect(readFileSync(file, 'utf8')).toContain(
      '# databases/redis-reachable on 127.0.0.1:6379/tcp (db.example.org), critical',
    );
  });

  it('leaves all else as it is', async () => {
    const match = '{ rule: databases/redis-reachable, target: { cidr: 10.0.0.1/32 } } # the old cache';
    const before = `# Ours.\n${waiverFile([{ id: 'W-2026-041', match }], '{ max_days: 365 }')}# The end.\n`;
    writeFileSync(file, before);
    const { entry } = await addWaiver({ ...ADD, days: 10, ticket: 'SEC-1', maxSeverity: 'critical' });
    expect(entry).toMatchObject({ id: 'W-2026-042', expires: '2026-12-01', ticket: 'SEC-1' });
    const after = readFileSync(file, 'utf8').split('\n');
    expect(before.split('\n').filter((line) => !after.includes(line))).toEqual([]);
    const [last] = (await checkWaivers(CHECK)).entries.toReversed();
    expect(last).toEqual({ ...entry, matched: [] });
  });

  it.each<[string, Partial<AddWaiverRequest>, string]>([
    [
      'a reason that says nothing',
      { reason: 'because' },
      'W-2026-001 was not added: reason must NOT have fewer than 15 characters',
    ],
    ['too long a time', { days: 181 }, 'W-2026-001 was not added: holds for 181 days; at most 180 are allowed'],
    ['a day that there is not', { expires: '2026-13-01' }, '"2026-13-01" is no day of the calendar'],
    ['a severity that does not cover it', { maxSeverity: 'low' }, 'would not cover the finding, which is critical'],
    ['an unknown fingerprint', { fingerprint: 'abcdef' }, 'has no finding with the fingerprint abcdef'],
    ['a short fingerprint', { fingerprint: 'fffff' }, '--finding: expected a fingerprint, got "fffff"'],
    ['a run that there is not', { from: join(folder, 'nothing') }, 'there is no report'],
  ])('%s is refused, and nothing written', async (_, changes, message) => {
    await expect(addWaiver({ ...ADD, ...changes })).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual(['report.json']);
  });

  it('takes the first digits of a fingerprint where they are enough', async () => {
    await expect(addWaiver({ ...ADD, fingerprint: 'f'.repeat(6) })).resolves.toMatchObject({ finding: REDIS });
    save([REDIS, OTHER, ODD]);
    await expect(addWaiver({ ...ADD, fingerprint: 'f'.repeat(6) })).rejects.toThrow(
      '2 findings have a fingerprint that begins with ffffff',
    );
    await expect(addWaiver({ ...ADD, fingerprint: '0'.repeat(6) })).rejects.toThrow('stands for 300 endpoints');
  });

  it('adds nothing to a file that is wrong', async () => {
    const wrong = waiverFile([{ expires: 'never' }]);
    writeFileSync(file, wrong);
    await expect(addWaiver(ADD)).rejects.toThrow('"never" is no day of the calendar');
    expect(readFileSync(file, 'utf8')).toBe(wrong);
  });

  it('keeps permissions and links', async () => {
    const real = join(folder, 'real.yaml');
    writeFileSync(real, waiverFile([]));
    chmodSync(real, 0o640);
    symlinkSync('real.yaml', file);
    await addWaiver(ADD);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readFileSync(real, 'utf8')).toContain('W-2026-001');
    expect(readdirSync(folder).sort()).toEqual(['real.yaml', 'report.json', 'waivers.yaml']);
    rmSync(real);
  });
});

describe('checking waivers', () => {
  const RULE = 'databases/redis-reachable';
  const redis = { match: `{rule: ${RULE}, target: {cidr: 127.0.0.1/32}}` };

  it('tells time alone without a report', async () => {
    const soon = { ...redis, id: 'W-2', created: '2026-11-01', expires: '2026-11-30' };
    const over = { ...redis, id: 'W-3', expires: '2026-11-20' };
    writeFileSync(file, waiverFile([redis, soon, over]));
    const { entries, lints, matched } = await checkWaivers(CHECK);
    expect(matched).toBe(false);
    expect(entries.map(({ id, state }) => `${id} ${state}`)).toEqual(['W-1 active', 'W-2 expiring', 'W-3 expired']);
    expect(lints.map(({ at, message }) => `${at.line} ${message}`)).toEqual([
      '13 W-2 matches the same as W-1 on the same days',
      '21 W-3 matches the same as W-1 on the same days',
      '12 W-2 ends in 9 days, on 2026-11-30',
      '20 W-3 ended on 2026-11-20',
    ]);
  });

  it('tells what matches with a report', async () => {
    save([{ ...REDIS, severity: 'critical' }]);
    const worse = { ...redis, id: 'W-2', max_severity: 'high', created: '2026-11-21' };
    const elsewhere = { id: 'W-3', match: `{rule: ${RULE}, target: {cidr: 10.0.0.1/32}}` };
    writeFileSync(file, waiverFile([redis, worse, elsewhere]));
    const { entries } = await checkWaivers({ ...CHECK, report });
    expect(entries.map(({ id, state, matched }) => `${id} ${state} ${matched.length}`)).toEqual([
      'W-1 active 1',
      'W-2 exceeded 1',
      'W-3 unverified 0',
    ]);
  });

  it('tells the mistakes of all files', async () => {
    const second = join(folder, 'second.yaml');
    writeFileSync(file, waiverFile([{ ...redis, expires: 'never' }]));
    writeFileSync(second, waiverFile([{ match: '{rule: databases/redis-reachabel, target: {id: a}}' }]));
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, 'waivers: [');
    const { problems } = await checkWaivers({ ...CHECK, files: [file, second, broken] });
    rmSync(second);
    rmSync(broken);
    expect(problems.map(({ message, hint }) => `${message} - ${hint}`)).toEqual([
      '"never" is no day of the calendar - write YYYY-MM-DD',
      `there is no rule databases/redis-reachabel - did you mean ${RULE}?`,
      'Flow sequence in block collection must be sufficiently indented and end with a ] - undefined',
    ]);
  });

  it('takes an id once over all files', async () => {
    const second = join(folder, 'second.yaml');
    writeFileSync(file, waiverFile([redis]));
    writeFileSync(second, waiverFile([redis]));
    const { problems } = await checkWaivers({ ...CHECK, files: [file, second] });
    rmSync(second);
    expect(problems).toEqual([
      {
        at: { file: second, line: 4, column: 5 },
        message: 'the id W-1 is used twice',
        hint: `it stands at ${file}:4:5 too`,
      },
    ]);
  });

  it.each([
    ['no JSON', 'x', 'this is not JSON'],
    ['no report', '{}', 'this is no report; expected report.json of version 1.0'],
    ['of another version', '{"schemaVersion": "9.0"}', 'this is a report of version "9.0"'],
    ['incomplete', '{"schemaVersion": "1.0"}', 'this is no report of this version'],
  ])('refuses a report that is %s', async (_, text, message) => {
    writeFileSync(file, waiverFile([redis]));
    writeFileSync(report, text);
    await expect(checkWaivers({ ...CHECK, report: folder })).rejects.toThrow(message);
  });
});
