import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/model/run.ts';
import { portreeve, readObservations, readReport, startPortreeve } from '../lab/portreeve.ts';

let folder: string;
let directory: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-resumed-'));
  directory = join(folder, 'run');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Ports that nothing listens on, over 64 addresses: 16,384 endpoints that refuse. */
const ENDPOINTS = 16_384;
const REFUSING = ['127.0.0.0/26', '--ports', '20000-20255', '--identify', 'none'];
const SLOWLY = ['--rate', '2000', '--host-rate', 'max'];

function start(args: readonly string[]): ReturnType<typeof startPortreeve> {
  return startPortreeve(['audit', ...args]);
}

function resume(...args: readonly string[]): ReturnType<typeof portreeve> {
  return portreeve(['audit', '--resume', directory, ...args]);
}

function record(): RunRecord {
  return JSON.parse(readFileSync(join(directory, 'run.json'), 'utf8'));
}

/** Names and contents of the run's files. */
function files(): ReadonlyMap<string, string> {
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

async function untilObserved(atLeast: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    await sleep(20);
    if (!readdirSync(folder).includes('run') || !readdirSync(directory).includes('observations.jsonl')) continue;
    if (readFileSync(join(directory, 'observations.jsonl')).length > atLeast * 220) return;
  }
  throw new Error('the run does not get on');
}

/** A run that was killed before its end. */
async function killedRun(): Promise<void> {
  const { child, finished } = start([...REFUSING, ...SLOWLY, '--out', directory]);
  await untilObserved(2000);
  child.kill('SIGKILL');
  await finished;
}

describe('a run that was cut short', () => {
  it.each(['SIGKILL', 'SIGINT'] as const)('is finished by --resume after %s', { timeout: 120_000 }, async (signal) => {
    const { child, finished } = start([...REFUSING, ...SLOWLY, '--out', directory]);
    await untilObserved(2000);
    child.kill(signal);
    await finished;
    const before = record();
    const { exitCode, stderr } = await resume('--rate', 'max', '--format', 'json');
    expect(stderr.includes(`the process ${child.pid} that wrote to the run before ended without closing it`)).toBe(
      signal === 'SIGKILL',
    );
    expect(exitCode).toBe(0);
    const observations = readObservations(directory);
    expect(new Set(observations.map(({ address, port }) => `${address} ${port}`)).size).toBe(ENDPOINTS);
    expect(observations).toHaveLength(ENDPOINTS);
    const { coverage, run } = readReport(directory);
    expect(coverage).toMatchObject({ planned: ENDPOINTS, answered: ENDPOINTS, notProbed: 0 });
    expect(run).toMatchObject({ complete: true, id: before.id, seed: before.seed, startedAt: before.startedAt });
    expect(record()).toMatchObject({ planSha256: before.planSha256, resumedAt: [expect.any(String)] });
    expect(readdirSync(directory)).not.toContain('lock');
  });

  it('is refused with other targets, ports or parts, and left as it is', { timeout: 60_000 }, async () => {
    await killedRun();
    const before = files();
    const { exitCode, stdout, stderr } = await resume('127.0.0.0/25', '--ports', '22', '--shard', '1/2');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(
      'portreeve: the run is of another plan: targets: 127.0.0.0/25 was 127.0.0.0/26; ports: 22 was 20000-20255; ' +
        'shard: 1/2 was all hosts - go on with what it was started with, or start a new run\n',
    );
    const after = files();
    expect(after.get('run.json')).toBe(before.get('run.json'));
    expect(after.get('observations.jsonl')).toBe(before.get('observations.jsonl'));
    expect(after.get('journal.jsonl')).toBe(before.get('journal.jsonl'));
  });

  it('is gone on with by one of two that want to at once', { timeout: 60_000 }, async () => {
    await killedRun();
    const both = [1, 2].map(() => start(['--resume', directory, '--rate', '100']));
    const ended = both.map(async ({ child, finished }) => ({ child, ...(await finished) }));
    const loser = await Promise.race(ended);
    const winner = both.find(({ child }) => child !== loser.child);
    expect(loser.exitCode).toBe(2);
    expect(loser.stderr).toBe(
      `portreeve: ${directory} is being written by the process ${winner?.child.pid} - wait for its end, or stop it\n`,
    );
    winner?.child.kill('SIGINT');
    expect((await winner?.finished)?.exitCode).toBe(130);
    expect(record().resumedAt).toHaveLength(1);
  });
});

describe('a run that is no candidate', () => {
  it('because it is under way', { timeout: 60_000 }, async () => {
    const { child, finished } = start([...REFUSING, ...SLOWLY, '--out', directory]);
    await untilObserved(500);
    const { exitCode, stderr } = await resume();
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${directory} is being written by the process ${child.pid}`);
    child.kill('SIGINT');
    expect((await finished).exitCode).toBe(130);
  });

  it('because it is complete: it is judged and reported again, without a probe', { timeout: 60_000 }, async () => {
    await portreeve(['audit', '127.0.0.1', '--ports', '20000-20009', '--out', directory, '--format', 'json']);
    const before = files();
    const { exitCode, stderr } = await resume('--format', 'json,html');
    expect(exitCode).toBe(0);
    expect(stderr).toContain('warning: the run is complete: nothing is left to probe, it is judged and reported again');
    const after = files();
    expect(after.get('observations.jsonl')).toBe(before.get('observations.jsonl'));
    expect([...after.keys()].sort()).toEqual([...before.keys(), 'report.html'].sort());
    expect(readReport(directory).coverage).toEqual(JSON.parse(before.get('report.json') ?? '').coverage);
  });

  it('because there is none', async () => {
    const { exitCode, stdout, stderr } = await resume();
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(`portreeve: ${directory} holds no run - name a run directory: the folder with a run.json\n`);
  });
});
