import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { portreeve, readObservations, readReport, startPortreeve } from '../lab/portreeve.ts';

let folder: string;
let directory: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  directory = join(folder, 'run');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Ports that nothing listens on, over all of 127.0.0.0/24: 65,536 endpoints that refuse. */
const REFUSING = ['127.0.0.0/24', '--ports', '20000-20255', '--identify', 'none'];

async function untilObserved(atLeast: number): Promise<void> {
  for (let tries = 0; tries < 2500; tries++) {
    await sleep(20);
    if (!readdirSync(folder).includes('run') || !readdirSync(directory).includes('observations.jsonl')) continue;
    if (readFileSync(join(directory, 'observations.jsonl')).length > atLeast * 220) return;
  }
  throw new Error('the run does not get on');
}

describe('65,536 refusing endpoints', () => {
  it('are all observed, each once', { timeout: 120_000 }, async () => {
    const { exitCode } = await portreeve(['audit', ...REFUSING, '--rate', 'max', '--out', directory, '--quiet']);
    expect(exitCode).toBe(0);
    const observations = readObservations(directory);
    expect(new Set(observations.map(({ address, port }) => `${address} ${port}`)).size).toBe(65_536);
    expect(observations).toHaveLength(65_536);
    const { states, planned, notProbed } = readReport(directory).coverage;
    expect({ states, planned, notProbed }).toEqual({
      states: { open: 0, closed: 65_536, filtered: 0, error: 0 },
      planned: 65_536,
      notProbed: 0,
    });
  });

  it(
    'leave readable observations when the run is killed, which can still be judged',
    { timeout: 120_000 },
    async () => {
      const { child, finished } = startPortreeve([
        'audit',
        ...REFUSING,
        '--rate',
        '20000',
        '--host-rate',
        'max',
        '--out',
        directory,
      ]);
      await untilObserved(10_000);
      child.kill('SIGKILL');
      await finished;
      expect(readdirSync(directory).sort()).toEqual(['journal.jsonl', 'lock', 'observations.jsonl', 'run.json']);
      const observed = readObservations(directory);
      expect(observed.length).toBeGreaterThan(10_000);
      expect(observed.length).toBeLessThan(65_536);
      expect(observed.every(({ state }) => state === 'closed')).toBe(true);
      const { exitCode, stdout } = await portreeve(['judge', directory, '--json']);
      expect(exitCode).toBe(130);
      const { run, coverage, outcome } = JSON.parse(stdout);
      expect(run).toMatchObject({ complete: false, finishedAt: null });
      expect(outcome).toMatchObject({ coverage: 'incomplete', exitCode: 130 });
      // The last answers may have been on their way to one of the two files only.
      expect(coverage.answered).toBeGreaterThanOrEqual(observed.length);
      expect(coverage).toMatchObject({ notProbed: 65_536 - coverage.answered, silent: 0, errors: 0 });
    },
  );

  it.each(['SIGINT', 'SIGTERM'] as const)('end with a partial report on %s', { timeout: 120_000 }, async (signal) => {
    const { child, finished } = startPortreeve([
      'audit',
      ...REFUSING,
      '--rate',
      '10000',
      '--host-rate',
      'max',
      '--out',
      directory,
    ]);
    await untilObserved(1000);
    child.kill(signal);
    const { exitCode, stderr, stdout } = await finished;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('stopping; press Ctrl-C again to quit at once');
    expect(stdout).toContain('INCOMPLETE');
    const { coverage, run, outcome } = readReport(directory);
    expect(run.complete).toBe(false);
    expect(outcome.exitCode).toBe(130);
    expect(coverage.answered + coverage.notProbed).toBe(65_536);
    expect(coverage.answered).toBe(readObservations(directory).length);
    expect(readFileSync(join(directory, 'report.html'), 'utf8')).toContain('<title>Incomplete');
  });

  it('end at once on the second Ctrl-C', { timeout: 60_000 }, async () => {
    const { child, finished } = startPortreeve([
      'audit',
      ...REFUSING,
      '--rate',
      '10000',
      '--host-rate',
      'max',
      '--out',
      directory,
    ]);
    await untilObserved(1000);
    const before = performance.now();
    child.kill('SIGINT');
    child.kill('SIGINT');
    const { exitCode } = await finished;
    expect(exitCode).toBe(130);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('a port that keeps its questioner waiting', () => {
  it('makes a run that is interrupted meanwhile a partial one, whatever the policy', { timeout: 60_000 }, async () => {
    const tarpit = createServer((socket) => socket.on('error', () => undefined));
    const asked = once(tarpit, 'connection');
    await once(tarpit.listen(0, '127.0.0.1'), 'listening');
    const { port } = tarpit.address() as AddressInfo;
    const lenient = ['--fail-on', 'never', '--max-not-assessed', '1'];
    const { child, finished } = startPortreeve([
      'audit',
      '127.0.0.1',
      '--ports',
      `${port}`,
      ...lenient,
      '--out',
      directory,
    ]);
    await asked;
    // The sweep's own connection is the first; the journal holds its answer before the questions begin.
    for (let tries = 0; tries < 250 && !journal().includes('"answers"'); tries++) await sleep(20);
    child.kill('SIGINT');
    const { exitCode } = await finished;
    tarpit.close();
    expect(exitCode).toBe(130);
    const { coverage, run, outcome } = readReport(directory);
    expect({ open: coverage.states.open, notProbed: coverage.notProbed }).toEqual({ open: 1, notProbed: 0 });
    expect(run.complete).toBe(false);
    expect(outcome).toMatchObject({ coverage: 'incomplete', exitCode: 130 });
    expect(outcome.reasons).toContain('The run ended early, after every endpoint was probed.');
  });
});

function journal(): string {
  return readdirSync(directory).includes('journal.jsonl') ? readFileSync(join(directory, 'journal.jsonl'), 'utf8') : '';
}
