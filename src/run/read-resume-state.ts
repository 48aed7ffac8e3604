import { join } from 'node:path';
import { journalOf, RUN_FILES } from '../evidence/run-directory.ts';
import { truncateTorn } from '../evidence/truncate-torn.ts';
import { createIndexSet } from '../model/index-set.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { isCertain, isSilence, NO_RESULT } from '../model/result-code.ts';
import { addCounters, NO_COUNTERS } from '../model/shard.ts';
import type { ShardCounters } from '../model/shard.ts';
import { createQuietHosts } from './quiet-hosts.ts';
import type { QuietHosts } from './quiet-hosts.ts';
import { readObservations } from './read-observations.ts';
import { readShards } from './read-shards.ts';
import { addResultCounts, countResults, createResultCounts } from './result-counts.ts';
import type { ResumeState, UnfinishedShard } from './resume-state.ts';

/**
 * Reads where a run stands that ended early. First takes away the torn last line that a crash may have left in its files, so that what is appended
 * begins a line of its own.
 * @throws UsageError for files that hold anything else than the run of this plan; StorageError where a file cannot be changed
 */
export async function readResumeState(directory: string, plan: Plan, vantage: string): Promise<ResumeState> {
  await truncateTorn(join(directory, RUN_FILES.observations));
  await truncateTorn(join(directory, journalOf(plan.transport)));
  const hasLine = createIndexSet();
  const quietHosts = createQuietHosts(plan);
  for await (const { address, port, reason } of readObservations(directory, plan, hasLine)) {
    if (reason !== 'no-response') quietHosts.heard(plan.indexOf(address, port));
  }
  const finishedShards = new Set<number>();
  const unfinished = new Map<number, UnfinishedShard>();
  const pending: Observation[] = [];
  const results = createResultCounts();
  let counters: ShardCounters = NO_COUNTERS;
  for await (const { shard, ...read } of readShards(directory, { plan, vantage, hasLine })) {
    const known = read.counters === null ? { ...read, codes: onlyCertain(read.codes) } : read;
    hear(quietHosts, known);
    for (const observation of read.unlisted) {
      const offset = plan.indexOf(observation.address, observation.port) - read.first;
      if (known.codes[offset] !== NO_RESULT) pending.push(observation);
    }
    if (read.counters === null) {
      unfinished.set(shard, { codes: known.codes, attempts: read.attempts() });
    } else {
      finishedShards.add(shard);
      counters = addCounters(counters, read.counters);
      addResultCounts(results, countResults(read.codes));
    }
  }
  return { finishedShards, unfinished, hasLine, pending, counters, results, quietHosts };
}

/**
 * What stays known of a shard that was not finished. What this machine could not ask, because it had no network or ran short of something, is asked
 * again: that may be why the run was stopped.
 */
function onlyCertain(codes: Uint8Array): Uint8Array {
  return codes.map((code) => (isCertain(code) ? code : NO_RESULT));
}

function hear(quietHosts: QuietHosts, { first, codes }: { readonly first: number; readonly codes: Uint8Array }): void {
  if (!quietHosts.remembers) return;
  for (let offset = 0; offset < codes.length; offset++) {
    const code = codes[offset] ?? NO_RESULT;
    if (code !== NO_RESULT && !isSilence(code)) quietHosts.heard(first + offset);
  }
}
