import { isAnswer, NO_RESULT } from '../model/result-code.ts';
import type { RunCounters } from '../model/run.ts';
import { addCounters, NO_COUNTERS } from '../model/shard.ts';
import type { ShardCounters, ShardOutcome } from '../model/shard.ts';
import type { ResumeState } from './resume-state.ts';
import { estimateMissed } from '../sweep/missed.ts';
import type { SweepGauges } from '../sweep/sweep-gauges.ts';

/** Adds up what the shards of a run took, over all its sessions. */
export class SweepTotals {
  readonly #before: ShardCounters;
  readonly #sentBefore: number;
  #shards: ShardCounters;
  #answeredOnRetry = 0;

  /** @param known what earlier sessions came to */
  constructor(known?: ResumeState) {
    const before = known?.counters ?? NO_COUNTERS;
    this.#before = before;
    this.#shards = before;
    // Of a shard that was cut off, only the probes that were answered are known.
    const cutOff = [...(known?.unfinished.values() ?? [])].map(({ attempts }) => attempts.reduce((a, b) => a + b, 0));
    this.#sentBefore = cutOff.reduce((sum, sent) => sum + sent, before.probesSent);
  }

  add(outcome: ShardOutcome): void {
    this.#shards = addCounters(this.#shards, outcome);
    const { codes, attempts } = outcome;
    for (let slot = 0; slot < codes.length; slot++) {
      if ((attempts[slot] ?? 0) > 1 && isAnswer(codes[slot] ?? NO_RESULT)) this.#answeredOnRetry++;
    }
  }

  /** @param asked the rate that the user allowed, null for no limit @param seconds of this session's sweep */
  counters(gauges: SweepGauges, asked: number | null, seconds: number): RunCounters {
    const { tallies, passes, slowestRate, fastestRate } = this.#shards;
    const estimate = estimateMissed(tallies);
    return {
      probesSent: this.#sentBefore + gauges.sent,
      retriedLocally: this.#before.retriedLocally + gauges.retriedLocally,
      answeredOnRetry: this.#answeredOnRetry,
      estimatedLoss: estimate?.lossPerProbe ?? null,
      sweepSeconds: this.#before.seconds + seconds,
      kernelDrops: this.#before.kernelDrops + gauges.kernelDrops,
      missed: estimate && { expected: estimate.expected, low: estimate.low, high: estimate.high },
      passes,
      rates: { asked, slowest: slowestRate, fastest: fastestRate },
    };
  }
}
