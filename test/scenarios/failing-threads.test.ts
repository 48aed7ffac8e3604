import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { portreeve, readReport, startPortreeve } from '../lab/portreeve.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

const skip = whyNoNamespaces();

/** A quarter of an hour's work where nothing cuts it short: most endpoints are silent. */
const LONG = ['10.78.0.0/24', '-p', '1000-1100', '--rate', '500', '--host-rate', 'max', '--identify', 'none'];
/** A few seconds' work: each host's one answer is its last, so that all are asked again at the end. */
const SHORT = [
  '10.78.0.0/26',
  '-p',
  '999-1006',
  '--rate',
  '1000',
  '--host-rate',
  'max',
  '--identify',
  'none',
  '--timeout',
  '400ms',
];

/** How far a run got that was interrupted; silence is a result only at the end. */
function partOf(directory: string): { readonly complete: boolean; readonly filtered: number } {
  const { run: about, coverage } = readReport(directory);
  return { complete: about.complete, filtered: coverage.states.filtered };
}

const NOTHING = { complete: false, filtered: 0 };

describe.skipIf(skip !== undefined)(`an audit under way${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-threads-'));
  let network: Network;

  beforeAll(() => {
    network = createNetwork();
    network.firewall(
      `tcp dport 1000-1099 drop
       tcp dport 999 ip daddr @asked drop
       tcp dport 999 add @asked { ip daddr }`,
      'target',
      'set asked { type ipv4_addr; size 1000; flags dynamic; }',
    );
  });
  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['syn', 'lane', 'throw', 'the lab makes this thread fail'],
    ['syn', 'lane', 'exit', 'a probing thread ended by itself with code 7'],
    ['syn', 'receiver', 'throw', 'the thread that hears the answers to SYN probes has failed'],
    ['syn', 'receiver', 'exit', 'the thread that hears the answers to SYN probes has failed'],
    ['connect', 'lane', 'throw', 'the lab makes this thread fail'],
    ['connect', 'lane', 'exit', 'a probing thread ended by itself with code 7'],
    ['node', 'lane', 'throw', 'the lab makes this thread fail'],
    ['node', 'lane', 'exit', 'a probing thread ended by itself with code 7'],
  ])(
    'with %s whose thread (%s) fails by %s ends at once, with a stack',
    { timeout: 120_000 },
    async (engine, thread, how, message) => {
      const out = join(folder, `${engine}-${thread}-${how}`);
      const env = {
        NODE_OPTIONS: `--import=${join(import.meta.dirname, '../lab/failing-thread.mjs')}`,
        FAILING_THREAD: thread,
        FAILING_HOW: how,
      };
      const { exitCode, stderr } = await portreeve(['audit', ...LONG, '--engine', engine, '--out', out, '--quiet'], {
        netns: network.scanner,
        env,
      });
      expect(stderr).toMatch(/^portreeve: internal error\n/);
      expect(stderr).toContain(message);
      expect(stderr).toMatch(/^ {4}at /m);
      expect(exitCode).toBe(4);
      // What was heard before is there, and nothing that was not.
      expect((await portreeve(['judge', out, '--quiet'])).exitCode).toBe(130);
    },
  );

  const forget = (): string =>
    run('ip', 'netns', 'exec', network.target, 'nft', 'flush', 'set', 'inet', 'lab', 'asked');

  it.each(['syn', 'connect', 'node'])(
    'with %s ends soon whenever it is interrupted',
    { timeout: 240_000 },
    async (engine) => {
      const whole = join(folder, `${engine}-whole`);
      forget();
      const begun = performance.now();
      await portreeve(['audit', ...SHORT, '--engine', engine, '--out', whole, '--quiet'], { netns: network.scanner });
      expect(readReport(whole).coverage.states).toEqual({ open: 0, closed: 64, filtered: 0, error: 7 * 64 });
      const wholeMs = performance.now() - begun;
      for (let moment = 0; moment < 6; moment++) {
        const out = join(folder, `${engine}-${moment}`);
        const args = ['audit', ...SHORT, '--engine', engine, '--out', out, '--quiet'];
        forget();
        const { child, finished } = startPortreeve(args, { netns: network.scanner });
        await sleep((wholeMs * (moment + 0.5)) / 6);
        const interruptedAt = performance.now();
        child.kill('SIGINT');
        const { exitCode } = await finished;
        expect(performance.now() - interruptedAt).toBeLessThan(10_000);
        // Before it listens to signals the system ends it, and at its own end it has nothing left to stop.
        const hadNoSay = exitCode === null || exitCode === 3;
        const { complete, filtered } = hadNoSay ? NOTHING : partOf(out);
        expect({ complete, filtered, exitCode }).toEqual({
          complete: false,
          filtered: 0,
          exitCode: hadNoSay ? exitCode : 130,
        });
      }
    },
  );
});
