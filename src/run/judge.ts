import { join } from 'node:path';
import { RUN_FILES } from '../evidence/run-directory.ts';
import { UsageError } from '../model/errors.ts';
import type { Report } from '../model/report.ts';
import type { PolicyRequest } from '../model/request.ts';
import type { RunRecord } from '../model/run.ts';
import { judgeRun } from './judge-run.ts';
import { loadPolicy, momentOf } from './load-policy.ts';
import type { LoadedPolicy } from './load-policy.ts';
import { readRecord } from './read-record.ts';
import { readText } from './read-text.ts';
import { judgeSources } from './vantages/judge-sources.ts';
import { runSource } from './vantages/run-source.ts';
import type { Source } from './vantages/source.ts';

/**
 * Judges saved runs by the rules asked for now; several are what several vantages saw. Opens no socket, resolves no name and changes nothing in
 * the directories; works on a run that was interrupted or killed, too, whose report then says that it is partial.
 * @param runs run directories
 * @throws UserError when one holds no run or the rules do not load
 */
export async function judge(runs: readonly string[], request: { readonly policy: PolicyRequest }): Promise<Report> {
  const policy = await loadPolicy(request.policy);
  const [only, ...more] = runs;
  if (only === undefined) throw new UsageError('no run is given');
  const record = await loadRecord(only);
  if (more.length === 0) return judgeRecord(only, record, { policy, request: request.policy });
  const others = await Promise.all(more.map(async (run): Promise<Source> => runSource(run, await loadRecord(run))));
  const now = momentOf(request.policy);
  return judgeSources([runSource(only, record), ...others], { policy, request: request.policy, now });
}

/** Judges one run whose record is at hand. @throws UserError as `judge` */
export function judgeRecord(
  directory: string,
  record: RunRecord,
  { policy, request }: { readonly policy: LoadedPolicy; readonly request: PolicyRequest },
): Promise<Report> {
  const options = { policy, request, now: momentOf(request) };
  // An intent matrix speaks of single addresses, so that each endpoint is looked at.
  if (policy.intent !== null) return judgeSources([runSource(directory, record)], options);
  return judgeRun(directory, { record, ...options });
}

async function loadRecord(directory: string): Promise<RunRecord> {
  const path = join(directory, RUN_FILES.run);
  return readRecord(path, await readText(path));
}
