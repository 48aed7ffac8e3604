import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createNetwork } from '../lab/network.ts';
import { portreeve, readReport } from '../lab/portreeve.ts';
import { whyNoNamespaces } from '../lab/run.ts';

const skip = whyNoNamespaces();

/** Of a thousand packets, so many are dropped on the way there and as many on the way back. */
const LOSSES = [5, 10, 20, 50, 100];
/** Engine, most attempts, runs for each loss: 35 runs in all. The fewer attempts, the more is really missed. */
const KINDS = [
  ['syn', 2, 2],
  ['syn', 3, 1],
  ['syn', 8, 1],
  ['connect', 2, 1],
  ['connect', 3, 1],
  ['node', 2, 1],
] as const;
const RUNS = LOSSES.flatMap((loss) =>
  KINDS.flatMap(([engine, attempts, times]) => Array.from({ length: times }, () => ({ loss, engine, attempts }))),
);
/**
 * Each interval holds the truth with a probability of 0.95, so 33 of 35 do on average, and by chance alone fewer than 28 once in 3,700 times (binomial
 * distribution). Before the passes of the connect engines were alike, about half of theirs with two attempts did not at 5 and 10 %.
 */
const FEWEST_INSIDE = 28;

/** 512 hosts; four ports of each refuse, and of four more everything is dropped, so that what was missed hides among what is silent. */
const WORK = ['10.78.0.0/23', '-p', '21-24,31-34', '--rate', '20000', '--host-rate', 'max', '--identify', 'none'];
const ANSWERING = 512 * 4;

interface Outcome {
  readonly run: string;
  readonly missed: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

describe.skipIf(skip !== undefined)(`the estimate of what was missed${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function runOnce({ loss, engine, attempts }: (typeof RUNS)[number], netns: string): Promise<Outcome> {
    const out = mkdtempSync(join(folder, 'run-'));
    const options = ['--engine', engine, '--attempts', String(attempts), '--format', 'json', '--quiet', '--out', out];
    const { stderr } = await portreeve(['audit', ...WORK, ...options], { netns });
    expect(stderr).toBe('');
    const { states, missed } = readReport(out).coverage;
    // Null where nothing can be said, which two passes and thousands of answers leave no room for.
    const { expected, low, high } = missed ?? { expected: Number.NaN, low: Number.NaN, high: Number.NaN };
    return { run: `${engine} ${attempts} × ${loss / 10} %`, missed: ANSWERING - states.closed, expected, low, high };
  }

  /** All runs over one network, whose loss is the same each way. Both are dropped at the target: a local drop would be an error of the sender. */
  async function runAll(loss: number): Promise<readonly Outcome[]> {
    await using network = createNetwork();
    const lossy = `numgen random mod 1000 < ${loss} drop`;
    network.load(`table inet loss {
      chain there { type filter hook prerouting priority -300
        iifname wire meta l4proto tcp ${lossy}
        tcp dport 31-34 drop
      }
      chain back { type filter hook postrouting priority -300
        oifname wire meta l4proto tcp ${lossy}
      }
    }
    `);
    return await inParallel(
      RUNS.filter((run) => run.loss === loss),
      (run) => runOnce(run, network.scanner),
    );
  }

  it(`holds the truth in at least ${FEWEST_INSIDE} of ${RUNS.length} runs`, { timeout: 900_000 }, async () => {
    const outcomes: Outcome[] = [];
    for (const loss of LOSSES) outcomes.push(...(await runAll(loss)));
    process.stdout.write(`${inspect(outcomes, { breakLength: 120, maxArrayLength: null })}\n`);
    expect(outcomes).toHaveLength(RUNS.length);
    const inside = outcomes.filter(({ missed, low, high }) => low <= missed && missed <= high);
    expect(inside.length).toBeGreaterThanOrEqual(FEWEST_INSIDE);
    // Something was missed indeed, and an interval is no good that says "somewhere between none and all".
    const most = outcomes.filter(({ missed }) => missed > 30);
    expect(most.length).toBeGreaterThan(1);
    for (const { missed, high } of most) expect(high).toBeLessThan(missed * 3);
  });
});

/** Gives each item to an asynchronous function, as many at once as there are processors. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
