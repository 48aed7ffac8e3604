import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeConfig } from '../../src/config/merge-config.ts';
import { settingsOfRequest } from '../../src/config/settings-of-request.ts';
import type { PartialSettings } from '../../src/config/settings.ts';
import { UserError } from '../../src/model/errors.ts';
import type { AuditRequest } from '../../src/model/request.ts';
import type { RunRecord } from '../../src/model/run.ts';
import { openRun } from '../../src/run/open-run.ts';
import type { OpenedRun } from '../../src/run/open-run.ts';
import { planHash, planIdentity } from '../../src/run/plan-hash.ts';
import { prepareTargets } from '../../src/run/prepare.ts';
import { recordedRequest } from '../../src/run/recorded-request.ts';

let folder: string;
let directory: string;
let hosts: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portreeve-open-'));
  directory = join(folder, 'run');
  hosts = join(folder, 'hosts.csv');
  await writeFile(hosts, 'address,env\n10.0.0.1,dev\n10.0.0.2,dev\n');
});
afterEach(() => rm(folder, { recursive: true }));

async function open(request: AuditRequest): Promise<OpenedRun> {
  const { loaded } = await prepareTargets(request, () => Promise.resolve(''));
  return openRun(request, loaded);
}

/** Makes a run and leaves it unfinished, as a killed process does but for the lock. */
async function begin(flags: PartialSettings): Promise<RunRecord> {
  await using run = await open(mergeConfig({ environment: {}, flags: { directory, ...flags } }));
  return run.record;
}

/** The record and warnings of going on with it under these options. */
async function resume(flags: PartialSettings = {}): Promise<Pick<OpenedRun, 'record' | 'warnings'>> {
  const settings = settingsOfRequest(await recordedRequest(directory));
  const request = mergeConfig({ file: settings, environment: {}, flags });
  await using run = await open({ ...request, resume: directory });
  return run;
}

async function refusal(of: Promise<unknown>): Promise<string> {
  const error: unknown = await of.catch((reason: unknown) => reason);
  if (error instanceof UserError) return error.line.replaceAll(folder, '.');
  throw new Error('expected a UserError', { cause: error });
}

function saved(): Promise<string> {
  return readFile(join(directory, 'run.json'), 'utf8');
}

async function edit(change: (record: RunRecord) => object): Promise<void> {
  await writeFile(join(directory, 'run.json'), JSON.stringify(change(JSON.parse(await saved()) as RunRecord)));
}

describe('a new run', () => {
  it('is written down, and belongs to one process until it is closed', async () => {
    const request = mergeConfig({ environment: {}, flags: { targets: ['10.0.0.0/30'], ports: '22', directory } });
    {
      await using run = await open(request);
      expect(run).toMatchObject({ resumed: false, warnings: [], record: { resumedAt: [], complete: false } });
      expect(JSON.parse(await saved())).toEqual(run.record);
      expect(await refusal(resume())).toBe(
        `./run is being written by the process ${process.pid} - wait for its end, or stop it`,
      );
    }
    expect(await readdir(directory)).toEqual(['run.json']);
    expect(await refusal(open(request))).toBe('./run already holds a run - choose another directory with --out');
  });

  it('is started once where two want the same directory', async () => {
    const request = mergeConfig({ environment: {}, flags: { targets: ['10.0.0.0/30'], ports: '22', directory } });
    const both = await Promise.allSettled([open(request), open(request)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('going on with a run', () => {
  const RANGE: PartialSettings = { targets: ['10.0.0.0/30', 'fd00::/126'], exclude: ['10.0.0.2'], ports: '22,80-82' };

  it('keeps what it is and how far it came', async () => {
    const before = await begin(RANGE);
    const { record, warnings } = await resume();
    expect(warnings).toEqual([]);
    expect(record).toEqual({ ...before, resumedAt: [expect.stringMatching(/^\d{4}-.*Z$/)] });
    expect(JSON.parse(await saved())).toEqual(record);
    expect((await resume()).record.resumedAt).toHaveLength(2);
  });

  it('takes pace, policy and formats from now', async () => {
    const before = await begin({ ...RANGE, seed: 's' });
    const flags = { rate: 7, hostRate: 3, concurrency: 9, timeoutMs: 99, attempts: 3, engine: 'node' } as const;
    const { record } = await resume({ ...flags, failOn: 'low', packs: ['pack:databases'], formats: ['json'] });
    expect(record.request.sweep).toEqual({ ...before.request.sweep, ...flags });
    expect(record.request.policy).toMatchObject({ failOn: 'low', packs: ['pack:databases'] });
    expect(record.request.output.formats).toEqual(['json']);
    expect(record.planSha256).toBe(before.planSha256);
    expect(record.configSha256).not.toBe(before.configSha256);
  });

  it('knows the same plan in other words', async () => {
    const before = await begin(RANGE);
    const { record } = await resume({
      targets: ['10.0.0.0-10.0.0.1', '10.0.0.2', '10.0.0.3', 'fd00::-fd00::3'],
      exclude: ['10.0.0.2', '192.168.0.0/16'],
      ports: '80,81,82,22',
      seed: before.seed,
    });
    expect(record.planSha256).toBe(before.planSha256);
  });

  it.each<[string, PartialSettings, string]>([
    ['targets', { targets: ['10.0.0.0/29', 'fd00::/126'] }, 'targets: 10.0.0.0/29 was 10.0.0.0/30'],
    [
      'more targets',
      { targets: ['10.0.0.0/30', 'fd00::/126', '10.1.0.1', '10.1.0.2', '10.1.0.3', '10.1.0.4'] },
      'targets: 10.1.0.1, 10.1.0.2, 10.1.0.3 and 1 more was nothing',
    ],
    ['fewer exclusions', { exclude: [] }, 'exclusions: nothing was 10.0.0.2'],
    ['ports', { ports: '22,80' }, 'ports: 22,80 was 22,80-82'],
    ['seed', { seed: 'other' }, 'seed: other was drawn'],
    ['shard', { shard: { index: 2, count: 3 } }, 'shard: 2/3 was all hosts'],
    ['vantage', { vantage: 'fra-1', zone: 'dmz' }, 'vantage: fra-1 was local; zone: dmz was none'],
    ['identify', { identify: 'none' }, 'identify: none was all'],
    ['several', { ports: '22', exclude: [] }, 'exclusions: nothing was 10.0.0.2; ports: 22 was 22,80-82'],
  ])('refuses other %s and changes nothing', async (_, flags, differences) => {
    await begin({ ...RANGE, seed: 'drawn' });
    const before = await saved();
    expect(await refusal(resume(flags))).toBe(
      `the run is of another plan: ${differences} - go on with what it was started with, or start a new run`,
    );
    expect(await saved()).toBe(before);
    expect(await readdir(directory)).toEqual(['run.json']);
  });

  it('names the addresses where the same words stand for others', async () => {
    await begin({ targets: [hosts], ports: '22' });
    await writeFile(hosts, 'address,env\n10.0.0.1,dev\n10.0.0.9,dev\n');
    expect(await refusal(resume())).toContain('targets: 10.0.0.9 was 10.0.0.2 -');
  });

  it('names the addresses where a host name has others by now', async () => {
    await begin({ targets: ['localhost'], ports: '22' });
    await edit((record) => {
      const moved = { ...record, targets: record.targets.map((target) => ({ ...target, ranges: ['10.9.9.9'] })) };
      return { ...moved, planSha256: planHash(planIdentity(moved)) };
    });
    expect(await refusal(resume())).toMatch(/: targets: 127\.0\.0\.1(?:, ::1)? was 10\.9\.9\.9 - /);
  });

  it('warns where an inventory says something else of the same addresses', async () => {
    await begin({ targets: [hosts], ports: '22' });
    await writeFile(hosts, 'address,env\n10.0.0.1,prod\n10.0.0.2,dev\n');
    const { record, warnings } = await resume();
    expect(warnings).toEqual([
      `${hosts} changed since the run began; it names the same addresses, its labels count as they are now`,
    ]);
    expect(record.targets.map(({ labels }) => labels.env)).toEqual(['prod', 'dev']);
  });

  it('checks the authorisation again', async () => {
    const scope = join(folder, 'scope.yaml');
    const text = (until: string): string =>
      `apiVersion: portreeve/v1\nkind: Scope\nauthorized_by: ciso\nticket: S-1\nvalid_until: ${until}\nranges: [203.0.113.0/24]\n`;
    await writeFile(scope, text('2099-12-31'));
    await begin({ targets: ['203.0.113.0/30'], ports: '22', scope });
    await writeFile(scope, text('2020-12-31'));
    expect(await refusal(resume())).toMatch(/scope\.yaml.*2020-12-31/);
    await writeFile(scope, text('2099-11-30'));
    expect((await resume()).record.authorization.validUntil).toBe('2099-11-30');
  });

  it('leaves a complete one complete, and says so', async () => {
    const before = await begin(RANGE);
    const finishedAt = new Date().toISOString();
    await edit((record) => ({ ...record, complete: true, finishedAt }));
    const { record, warnings } = await resume({ failOn: 'low' });
    expect(warnings).toEqual(['the run is complete: nothing is left to probe, it is judged and reported again']);
    expect(record).toMatchObject({ complete: true, finishedAt, planSha256: before.planSha256 });
  });

  it('forgets how an incomplete one ended', async () => {
    await begin(RANGE);
    await edit((record) => ({
      ...record,
      finishedAt: record.startedAt,
      outcome: { verdict: 'incomplete', exitCode: 130 },
    }));
    expect((await resume()).record).toMatchObject({ complete: false, finishedAt: null, outcome: null });
  });

  it('says that the process before was killed', async () => {
    await begin(RANGE);
    await writeFile(
      join(directory, 'lock'),
      `${JSON.stringify({ pid: 4_194_305, startTime: '1', token: 't', ended: false })}\n`,
    );
    expect((await resume()).warnings).toEqual([
      'the process 4194305 that wrote to the run before ended without closing it',
    ]);
  });

  it('goes on once where two want to', async () => {
    await begin(RANGE);
    const settings = settingsOfRequest(await recordedRequest(directory));
    const request = { ...mergeConfig({ file: settings, environment: {}, flags: {} }), resume: directory };
    const both = await Promise.allSettled([open(request), open(request)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((JSON.parse(await saved()) as RunRecord).resumedAt).toHaveLength(1);
  });
});

describe('a directory that is no run', () => {
  it.each(['run', 'hosts.csv', 'hosts.csv/run'])('%s is refused in one line, and left alone', async (name) => {
    await mkdir(directory);
    directory = join(folder, name);
    expect(await refusal(resume())).toBe(`./${name} holds no run - name a run directory: the folder with a run.json`);
    expect(await readdir(join(folder, 'run'))).toEqual([]);
  });

  it.each<[string, (record: RunRecord) => object, RegExp]>([
    ['another version', (record) => ({ ...record, schemaVersion: '9.9' }), /expected schemaVersion 1\.0$/],
    ['no plan hash', (record) => ({ ...record, planSha256: undefined }), /was damaged: it .*'planSha256'$/],
    [
      'another plan',
      (record) => ({ ...record, ports: '22' }),
      /was damaged: its plan does not fit its own planSha256$/,
    ],
    ['a wrong range', (record) => ({ ...record, excludedRanges: ['x'] }), /"x" as a range of addresses$/],
    ['no request', (record) => ({ ...record, request: {} }), /was damaged: \/request must have required property/],
    [
      'a wrong engine',
      (record) => ({ ...record, request: { ...record.request, sweep: { ...record.request.sweep, engine: 7 } } }),
      /was damaged: \/request\/sweep\/engine must be equal to one of the allowed values$/,
    ],
    ['null', () => [], /was damaged: it must be object$/],
  ])('a record with %s is refused in one line', async (_, change, message) => {
    await begin({ targets: ['10.0.0.0/30'], ports: '80' });
    await edit(change);
    expect(await refusal(resume())).toMatch(message);
  });
});
