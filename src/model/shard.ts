/**
 * How the answers of a sweep came in over passes under equal conditions: every pass asks once whatever is still silent.
 * From such tallies the sweep estimates how many answering endpoints it has not found.
 */
export interface PassTally {
  /** Answering endpoints found earlier, under other conditions. */
  readonly before: number;
  /** `firstAnswers[k]` endpoints answered for the first time in pass `k`, counted from 0. */
  readonly firstAnswers: readonly number[];
  /** Endpoints that are silent after the last pass, where known: no more than these can have been missed. */
  readonly silent?: number;
}

/** What a sweep counts of a shard, and of several of them together. */
export interface ShardCounters {
  /** Probes that left this machine or were tried. */
  readonly probesSent: number;
  /** Probes sent again because this machine ran short of something. */
  readonly retriedLocally: number;
  /** Answers that the kernel dropped because they were not read in time. */
  readonly kernelDrops: number;
  /** Seconds of sweeping. */
  readonly seconds: number;
  /** Most passes made. */
  readonly passes: number;
  /** Measured probes a second of the slowest and of the fastest pass; null where all were too short to measure. */
  readonly slowestRate: number | null;
  readonly fastestRate: number | null;
  readonly tallies: readonly PassTally[];
}

/** A finished shard: the final word on each of its endpoints, with what it took. */
export interface ShardOutcome extends ShardCounters {
  /** Its number, from 0 (`createShardCut`). */
  readonly shard: number;
  /** The plan's index of its first endpoint. */
  readonly first: number;
  /** Its endpoints. */
  readonly size: number;
  /** A `ResultCode` for each endpoint: `no-response` for a silent one, `NO_RESULT` for one that was not asked. */
  readonly codes: Uint8Array;
  /** Probes that left for each endpoint, 255 for more. */
  readonly attempts: Uint8Array;
}

/** Counters of nothing yet. */
export const NO_COUNTERS: ShardCounters = {
  probesSent: 0,
  retriedLocally: 0,
  kernelDrops: 0,
  seconds: 0,
  passes: 0,
  slowestRate: null,
  fastestRate: null,
  tallies: [],
};

/** Counters of two sets of shards together. */
export function addCounters(a: ShardCounters, b: ShardCounters): ShardCounters {
  return {
    probesSent: a.probesSent + b.probesSent,
    retriedLocally: a.retriedLocally + b.retriedLocally,
    kernelDrops: a.kernelDrops + b.kernelDrops,
    seconds: a.seconds + b.seconds,
    passes: Math.max(a.passes, b.passes),
    slowestRate: ofMeasured(Math.min, a.slowestRate, b.slowestRate),
    fastestRate: ofMeasured(Math.max, a.fastestRate, b.fastestRate),
    tallies: [...a.tallies, ...b.tallies],
  };
}

function ofMeasured(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : choose(a, b);
}
