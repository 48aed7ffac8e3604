import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { portreeve, readObservations, readReport, startPortreeve } from '../lab/portreeve.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

const skip = whyNoNamespaces();
const ENGINES = ['syn', 'connect', 'node'] as const;

/** All refuse, so that whatever is not closed is this machine's own trouble. */
const TARGETS = ['10.78.0.0/24', '-p', '1000-1015', '--host-rate', 'max', '--identify', 'none', '--rate', '1000'];
const ENDPOINTS = 256 * 16;

describe.skipIf(skip !== undefined)(`the scanner's own network${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-lost-'));
  let network: Network;

  beforeAll(() => {
    network = createNetwork();
  });
  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const lose = {
    'goes down': () => run('ip', '-n', network.scanner, 'link', 'set', 'wire', 'down'),
    'loses its address': () => run('ip', '-n', network.scanner, 'address', 'del', '10.77.0.1/24', 'dev', 'wire'),
  };
  const restore = (): void => {
    run('ip', '-n', network.scanner, 'link', 'set', 'wire', 'up');
    run('ip', '-n', network.scanner, 'address', 'replace', '10.77.0.1/24', 'dev', 'wire');
    run('ip', '-n', network.scanner, 'route', 'replace', '10.78.0.0/16', 'via', '10.77.0.2');
  };
  const cases = ENGINES.flatMap((engine) =>
    (['goes down', 'loses its address'] as const).map((how) => [engine, how] as const),
  );

  /** Resolves a second after the first answers. */
  const underWay = async (directory: string): Promise<void> => {
    const journal = join(directory, 'journal.jsonl');
    for (let tries = 0; tries < 1000 && (!existsSync(journal) || statSync(journal).size < 1000); tries++)
      await sleep(20);
    await sleep(1000);
  };
  const statesOf = (directory: string): Readonly<Record<string, number>> => readReport(directory).coverage.states;

  it.each(cases)(
    'probed with %s: what it could not ask when it %s is an error',
    { timeout: 120_000 },
    async (engine, how) => {
      const out = join(folder, `${engine}-${how.replaceAll(' ', '-')}`);
      const args = ['audit', ...TARGETS, '--engine', engine, '--out', out, '--quiet'];
      const { finished } = startPortreeve(args, { netns: network.scanner });
      try {
        await underWay(out);
        lose[how]();
        const { exitCode, stderr } = await finished;
        expect(stderr).toBe('');
        const { closed = 0, error = 0, ...others } = statesOf(out);
        expect(others).toEqual({ open: 0, filtered: 0 });
        expect(closed).toBeGreaterThan(300);
        expect(error).toBeGreaterThan(300);
        expect(closed + error).toBe(ENDPOINTS);
        const own = ['no-route', 'vantage-unhealthy', 'no-ports'];
        const errors = readObservations(out).filter(({ state }) => state === 'error');
        expect(errors.filter(({ reason }) => !own.includes(reason))).toEqual([]);
        expect(exitCode).toBe(3);
      } finally {
        restore();
      }
    },
  );

  it.each(ENGINES)(
    'probed with %s: a run stopped in an outage finds everything when it is resumed',
    { timeout: 120_000 },
    async (engine) => {
      const out = join(folder, `${engine}-resumed`);
      const args = ['audit', ...TARGETS, '--engine', engine, '--out', out, '--quiet'];
      const { child, finished } = startPortreeve(args, { netns: network.scanner });
      try {
        await underWay(out);
        lose['goes down']();
        await sleep(700);
        child.kill('SIGINT');
        expect((await finished).exitCode).toBe(130);
        expect(statesOf(out)).toMatchObject({ open: 0, filtered: 0 });
      } finally {
        restore();
      }
      const { exitCode } = await portreeve(['audit', '--resume', out, '--quiet', '--rate', '10000'], {
        netns: network.scanner,
      });
      expect(statesOf(out)).toEqual({ open: 0, closed: ENDPOINTS, filtered: 0, error: 0 });
      const observed = readObservations(out);
      expect(new Set(observed.map(({ address, port }) => `${address} ${port}`)).size).toBe(ENDPOINTS);
      expect(observed).toHaveLength(ENDPOINTS);
      expect(observed.every(({ state }) => state === 'closed')).toBe(true);
      expect(exitCode).toBe(0);
    },
  );
});
