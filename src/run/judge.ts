import { join } from 'node:path';
import { RUN_FILES } from '../evidence/run-directory.ts';
import type { Report } from '../model/report.ts';
import type { PolicyRequest } from '../model/request.ts';
import { judgeRun } from './judge-run.ts';
import { loadPolicy } from './load-policy.ts';
import { readRecord } from './read-record.ts';
import { readText } from './read-text.ts';

/**
 * Judges a saved run by the rules asked for now. Opens no socket, resolves no name and changes nothing in the directory; works on a run that
 * was interrupted or killed, too, whose report then says that it is partial.
 * @throws UserError when the directory holds no run or the rules do not load
 */
export async function judge(directory: string, request: { readonly policy: PolicyRequest }): Promise<Report> {
  const policy = await loadPolicy(request.policy);
  const path = join(directory, RUN_FILES.run);
  const record = readRecord(path, await readText(path));
  return judgeRun(directory, { record, policy, request: request.policy });
}
