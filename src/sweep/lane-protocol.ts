import type { AddressRange } from '../model/address.ts';
import type { PassTally } from '../model/shard.ts';

/*
 * What the main thread and the threads that probe ("lanes") say to each other. Work goes down as messages, answers come up as typed arrays; what must be
 * heard at once, by a lane that never leaves its loop, is words in shared memory.
 */

/** Words of the shared `Int32Array` that all lanes read. */
export const CONTROL = { stop: 0, pause: 1, pace: 2, words: 3 } as const;
/** The pace word for "as asked for"; half of it is half the rate. */
export const FULL_PACE = 1024;

/** Numbers of the shared `Float64Array` that one lane writes and the main thread reads. */
export const GAUGES = { sent: 0, retriedLocally: 1, walked: 2, kernelDrops: 3, numbers: 4 } as const;

/** How a lane asks; its share of what was asked for. */
export interface LaneSettings {
  readonly engine: 'syn' | 'epoll' | 'node';
  readonly allowed: readonly AddressRange[];
  readonly excluded: readonly AddressRange[];
  readonly ports: readonly number[];
  readonly seed: string;
  /** Probes per second, null for no limit. */
  readonly rate: number | null;
  readonly hostRate: number | null;
  /** Most probes in flight. */
  readonly concurrency: number;
  /** Most probes that a silent endpoint gets. */
  readonly attempts: number;
  /** Longest wait for an answer, in milliseconds. */
  readonly timeoutMs: number;
  /** When the session started, on `monotonicUs`' clock but in whole milliseconds since the system started. */
  readonly startedMs: number;
  readonly control: Int32Array;
  readonly gauges: Float64Array;
}

/** The part of a shard that one lane asks: whole hosts. */
export interface LaneJob {
  readonly ranges: readonly AddressRange[];
  /** Index in the plan of the first endpoint. */
  readonly first: number;
  readonly size: number;
  /** Results known from before, by slot; null where nothing is. */
  readonly known: { readonly codes: Uint8Array; readonly attempts: Uint8Array } | null;
  /** How many answering endpoints may be expected to be missing at the end. */
  readonly tolerated: number;
}

/** What became of a job. Both arrays have an entry for each endpoint; silent ones are `no-response`. */
export interface LaneOutcome {
  readonly codes: Uint8Array;
  readonly attempts: Uint8Array;
  readonly tallies: readonly PassTally[];
  readonly passes: number;
  /** Measured, of passes long enough to measure; null where none was. */
  readonly slowestRate: number | null;
  readonly fastestRate: number | null;
}

export type ToLane = { readonly type: 'job'; readonly job: LaneJob } | { readonly type: 'end' };

export type FromLane =
  /** The engine works. */
  | { readonly type: 'ready' }
  /** Records of four words (see `AnswerRecords`), for endpoints from `first` on. */
  | { readonly type: 'answers'; readonly first: number; readonly records: Uint32Array }
  /** The job is done; null when it was stopped. */
  | { readonly type: 'done'; readonly outcome: LaneOutcome | null }
  | { readonly type: 'failed'; readonly error: unknown };
