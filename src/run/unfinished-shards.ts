import { packedAttempt, packedCode, RECORD_WORDS, rttMsOf } from '../model/answer-records.ts';
import { UsageError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import type { ResultCode } from '../model/result-code.ts';
import { createShardCut } from '../model/shard-cut.ts';

/** What the answers of a shard add up to. */
export interface AnsweredShard {
  readonly codes: Uint8Array;
  readonly attempts: Uint8Array;
  /** Those that are wanted as a whole, by index. */
  readonly answers: ReadonlyMap<number, Answer>;
}

export interface Answer {
  readonly code: ResultCode;
  /** The attempt that was answered. */
  readonly attempts: number;
  readonly rttMs: number | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Unfinished extends AnsweredShard {
  readonly first: number;
  readonly answers: Map<number, Answer>;
}

/** A sweep has a few shards under way at a time; each of them takes two bytes an endpoint here. */
const MOST_UNFINISHED = 64;

/** Adds up answers by shard until their shard is finished. */
export interface UnfinishedShards {
  /** A later answer of the same endpoint replaces an earlier one. @throws UsageError when more shards are under way than any sweep has */
  add(first: number, records: Uint32Array, sessionAt: number): void;
  /** Gives what is known of a shard and forgets it; later answers of it are left out, because its own result is final. */
  finish(shard: number): AnsweredShard | undefined;
  /** Those that were not finished. */
  left(): ReadonlyMap<number, AnsweredShard>;
}

/** @param keepsAnswer whether an endpoint's answer is wanted as a whole */
export function createUnfinishedShards(
  plan: Plan,
  keepsAnswer: (index: number, code: ResultCode) => boolean,
): UnfinishedShards {
  const cut = createShardCut(plan.hosts, plan.ports.length);
  const unfinished = new Map<number, Unfinished>();
  const finished = new Set<number>();

  function start(shard: number): Unfinished {
    if (unfinished.size >= MOST_UNFINISHED) {
      throw new UsageError(`the journal has answers of more than ${MOST_UNFINISHED} unfinished shards`);
    }
    const size = cut.sizeOf(shard);
    const entry: Unfinished = {
      first: cut.firstOf(shard),
      codes: new Uint8Array(size),
      attempts: new Uint8Array(size),
      answers: new Map(),
    };
    unfinished.set(shard, entry);
    return entry;
  }

  return {
    add(first, records, sessionAt) {
      for (let word = 0; word < records.length; word += RECORD_WORDS) {
        const index = first + (records[word] ?? 0);
        const shard = cut.shardOf(index);
        if (finished.has(shard)) continue;
        const entry = unfinished.get(shard) ?? start(shard);
        const result = records[word + 1] ?? 0;
        const code = packedCode(result);
        entry.codes[index - entry.first] = code;
        entry.attempts[index - entry.first] = Math.min(packedAttempt(result), 255);
        if (!keepsAnswer(index, code)) continue;
        entry.answers.set(index, {
          code,
          attempts: packedAttempt(result),
          rttMs: rttMsOf(records[word + 2] ?? 0),
          at: sessionAt + (records[word + 3] ?? 0),
        });
      }
    },
    finish(shard) {
      const entry = unfinished.get(shard);
      unfinished.delete(shard);
      finished.add(shard);
      return entry;
    },
    left: () => unfinished,
  };
}
