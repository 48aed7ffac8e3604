import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { readObservations, readReport, startPortreeve } from '../lab/portreeve.ts';
import type { Surroundings } from '../lab/portreeve.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

const skip = whyNoNamespaces();
const ENGINES = ['syn', 'connect', 'node'] as const;

/**
 * 8192 endpoints. Port 22 is open and says what it is; 1000 and 1001 are silent; 1002 and 1003 answer from the second SYN on, so that the second pass finds
 * them; the others refuse.
 */
const TARGETS = [
  '10.78.0.0/24',
  '-p',
  '22,1000-1030',
  '--host-rate',
  'max',
  '--identify',
  'expected',
  '--seed',
  'same',
];
const FOUND = { open: 256, closed: 29 * 256, filtered: 2 * 256, error: 0 };
/** Those that the first pass finds. */
const ANSWER_AT_ONCE = 28 * 256;
const HOUR_MS = 3_600_000;

describe.skipIf(skip !== undefined)(`a run that is disturbed${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-disturbed-'));
  let network: Network;
  let runs = 0;
  let out: string;

  beforeAll(async () => {
    network = createNetwork();
    network.firewall(
      `tcp dport 1000-1001 drop
       tcp dport 1002-1003 ip daddr . tcp dport != @asked add @asked { ip daddr . tcp dport } drop`,
      'target',
      'set asked { type ipv4_addr . inet_service; size 10000; flags dynamic; }',
    );
    const ssh = network.start(network.target, process.execPath, 'test/lab/greet.mjs', '22', 'SSH-2.0-OpenSSH_9.2\r\n');
    if (ssh.stdout !== null) await once(ssh.stdout, 'data');
  }, 60_000);
  beforeEach(() => {
    run('ip', 'netns', 'exec', network.target, 'nft', 'flush', 'set', 'inet', 'lab', 'asked');
    out = join(folder, String(runs++));
  });
  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const start = (
    engine: string,
    more: readonly string[],
    around: Surroundings = {},
  ): ReturnType<typeof startPortreeve> =>
    startPortreeve(['audit', ...TARGETS, '--engine', engine, '--out', out, '--quiet', ...more], {
      netns: network.scanner,
      ...around,
    });

  /** Answers in the journal: 16 bytes each, in base64. */
  const answers = (): number => {
    const journal = join(out, 'journal.jsonl');
    const lines = existsSync(journal) ? readFileSync(journal, 'utf8').matchAll(/"data":"([^"]*)"/g) : [];
    return [...lines].reduce((sum, [, data = '']) => sum + Buffer.byteLength(data, 'base64') / 16, 0);
  };
  const untilAnswered = async (atLeast: number): Promise<void> => {
    for (let tries = 0; tries < 1500 && answers() < atLeast; tries++) await sleep(20);
    expect(answers()).toBeGreaterThanOrEqual(atLeast);
  };

  const expectAll = (exitCode: number | null, identified = 256): void => {
    expect(readReport(out).coverage.states).toEqual(FOUND);
    const observed = readObservations(out);
    expect(observed).toHaveLength(8192);
    const known = observed.filter(({ port, service }) => port === 22 && service?.product === 'OpenSSH');
    expect(known.length).toBeGreaterThanOrEqual(identified);
    expect(exitCode).toBe(readReport(out).outcome.exitCode);
    expect(readReport(out).run.complete).toBe(true);
  };

  it.each(ENGINES)(
    'by a wall clock that is set forward and back finds the same with %s',
    { timeout: 120_000 },
    async (engine) => {
      const preload = `--import=${join(import.meta.dirname, '../lab/clock-jump.mjs')}`;
      const clock = `${out}.clock`;
      const env = { NODE_OPTIONS: preload, CLOCK_FILE: clock };
      const startedAt = Date.now();
      const { finished } = start(engine, ['--rate', '2000'], { env });
      await untilAnswered(1000);
      writeFileSync(clock, String(HOUR_MS));
      await untilAnswered(4000);
      writeFileSync(clock, String(-HOUR_MS));
      const { exitCode, stderr } = await finished;
      const endedAt = Date.now();
      expect(stderr).toBe('');
      expectAll(exitCode);
      const { run: about } = readReport(out);
      for (const at of [about.startedAt, about.finishedAt ?? '', ...readObservations(out).map((line) => line.at)]) {
        expect(Date.parse(at)).toBeGreaterThanOrEqual(startedAt);
        expect(Date.parse(at)).toBeLessThanOrEqual(endedAt + 1000);
      }
      expect(Math.max(...readObservations(out).map(({ rttMs }) => rttMs ?? 0))).toBeLessThan(5000);
    },
  );

  it.each(
    ENGINES.flatMap((engine) => [[engine, 'first', 1000] as const, [engine, 'second', ANSWER_AT_ONCE + 32] as const]),
  )(
    'by a stop of ten seconds finds the same with %s, stopped in the %s pass',
    { timeout: 180_000 },
    async (engine, _, answered) => {
      const { child, finished } = start(engine, ['--rate', '2000']);
      await untilAnswered(answered);
      child.kill('SIGSTOP');
      await sleep(10_000);
      expect(child.exitCode, 'ended before it could be stopped').toBeNull();
      child.kill('SIGCONT');
      const { exitCode, stderr } = await finished;
      expect(stderr).toBe('');
      expectAll(exitCode);
    },
  );

  it.each(ENGINES)(
    'by other work that takes its turns away finds the same with %s',
    { timeout: 180_000 },
    async (engine) => {
      const { child, finished } = start(engine, ['--rate', '4000']);
      await untilAnswered(1000);
      // Two seconds without a turn, then a moment with, again and again.
      for (let time = 0; time < 4 && child.exitCode === null; time++) {
        child.kill('SIGSTOP');
        await sleep(2000);
        child.kill('SIGCONT');
        await sleep(100);
      }
      const { exitCode, stderr } = await finished;
      expect(stderr).toBe('');
      // A connection may run out of its own time while the process has no turn: those endpoints are not identified, and nothing else.
      expectAll(exitCode, 200);
    },
  );
});
