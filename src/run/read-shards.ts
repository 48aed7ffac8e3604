import { join } from 'node:path';
import { readJournal } from '../evidence/read-journal.ts';
import { journalOf } from '../evidence/run-directory.ts';
import type { IndexSet } from '../model/index-set.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { NO_RESULT, openCode } from '../model/result-code.ts';
import type { ResultCode } from '../model/result-code.ts';
import { LISTED_ENDPOINTS } from '../model/run.ts';
import { createShardCut } from '../model/shard-cut.ts';
import type { ShardCounters } from '../model/shard.ts';
import { expectedEndpoints } from './expected-endpoints.ts';
import { observationMaker } from './observation-of.ts';
import { isFile } from './read-text.ts';
import { createUnfinishedShards } from './unfinished-shards.ts';
import type { Answer } from './unfinished-shards.ts';

/** What the journal of a run tells of one shard. */
export interface ReadShard {
  readonly shard: number;
  readonly first: number;
  readonly codes: Uint8Array;
  /** Inflated when asked for. @throws UsageError when they are damaged */
  readonly attempts: () => Uint8Array;
  /** Null in a shard that was not finished, of which only the answers are known. */
  readonly counters: ShardCounters | null;
  /** Those of its endpoints that are to have an observation of their own and have no line, ascending. */
  readonly unlisted: readonly Observation[];
}

export interface ReadShardsOptions {
  readonly plan: Plan;
  readonly vantage: string;
  /** Endpoints that have a line, by index. */
  readonly hasLine: IndexSet;
}

interface Result {
  readonly first: number;
  readonly codes: Uint8Array;
  readonly attempts: () => Uint8Array;
  readonly answers: ReadonlyMap<number, Answer>;
  /** When the shard was finished, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * What the journal of a run tells, shard by shard: finished ones in the order in which they were finished, then the others.
 * @throws UsageError as `readJournal`
 */
export async function* readShards(directory: string, options: ReadShardsOptions): AsyncGenerator<ReadShard> {
  const { plan, hasLine } = options;
  const path = join(directory, journalOf(plan.transport));
  if (!(await isFile(path))) return;
  const listed = plan.size <= LISTED_ENDPOINTS;
  const expected = expectedEndpoints(plan);
  const isOwn = (index: number, code: ResultCode): boolean => listed || code === open || expected.has(index);
  const open = openCode(plan.transport);
  const observation = observationMaker(plan, options.vantage);
  const unfinished = createUnfinishedShards(plan, (index, code) => isOwn(index, code) && !hasLine.has(index));

  /** In large plans nearly all endpoints are none of these, so they are looked for and not gone through. */
  function* ownIn({ first, codes }: Result): Iterable<number> {
    if (listed) {
      for (let offset = 0; offset < codes.length; offset++) yield first + offset;
      return;
    }
    const own = [...expected.within(first, first + codes.length)].filter((index) => codes[index - first] !== open);
    for (let at = codes.indexOf(open); at >= 0; at = codes.indexOf(open, at + 1)) own.push(first + at);
    yield* own.sort((a, b) => a - b);
  }

  function unlistedOf(result: Result): readonly Observation[] {
    const { first, codes, answers, at } = result;
    const found: Observation[] = [];
    let attempts: Uint8Array | undefined;
    for (const index of ownIn(result)) {
      const code = codes[index - first] ?? NO_RESULT;
      if (code === NO_RESULT || hasLine.has(index)) continue;
      const answer = answers.get(index);
      if (answer?.code === code) {
        found.push(observation({ index, ...answer }));
      } else {
        attempts ??= result.attempts();
        found.push(observation({ index, code, attempts: attempts[index - first] ?? 0, rttMs: null, at }));
      }
    }
    return found;
  }

  for await (const entry of readJournal(path, plan)) {
    if (entry.type === 'answers') unfinished.add(entry.first, entry.records, entry.sessionAt);
    if (entry.type !== 'shard') continue;
    const { shard, size: _, ...outcome } = entry.outcome;
    const { first, codes, attempts, ...counters } = outcome;
    const answers = unfinished.finish(shard)?.answers ?? new Map<number, Answer>();
    const unlisted = unlistedOf({ first, codes, attempts, answers, at: entry.at });
    yield { shard, first, codes, attempts, counters, unlisted };
  }
  const cut = createShardCut(plan.hosts, plan.ports.length);
  for (const [shard, { codes, attempts: probes, answers }] of unfinished.left()) {
    const first = cut.firstOf(shard);
    const attempts = (): Uint8Array => probes;
    const unlisted = unlistedOf({ first, codes, attempts, answers, at: 0 });
    yield { shard, first, codes, attempts, counters: null, unlisted };
  }
}
