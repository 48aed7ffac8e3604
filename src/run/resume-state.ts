import type { IndexSet } from '../model/index-set.ts';
import type { Observation } from '../model/observation.ts';
import type { ShardCounters } from '../model/shard.ts';
import type { QuietHosts } from './quiet-hosts.ts';
import type { ResultCounts } from './result-counts.ts';

/** What the answers tell of a shard that was not finished; `NO_RESULT` where none came. */
export interface UnfinishedShard {
  readonly codes: Uint8Array;
  /** The attempt that was answered. */
  readonly attempts: Uint8Array;
}

/** Where a run stands that ended early, so that it can go on. */
export interface ResumeState {
  readonly finishedShards: ReadonlySet<number>;
  /** By shard; those of which nothing is known are in neither. */
  readonly unfinished: ReadonlyMap<number, UnfinishedShard>;
  /** Endpoints that have their line in observations.jsonl. */
  readonly hasLine: IndexSet;
  /** Observations that the journal has and that are to get a line; the open ones are to be identified first. */
  readonly pending: readonly Observation[];
  /** Of the finished shards. */
  readonly counters: ShardCounters;
  /** Endpoints of the finished shards by result. */
  readonly results: ResultCounts;
  readonly quietHosts: QuietHosts;
}
