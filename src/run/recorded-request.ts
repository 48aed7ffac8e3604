import { join } from 'node:path';
import { RUN_FILES } from '../evidence/run-directory.ts';
import { UsageError } from '../model/errors.ts';
import type { AuditRequest } from '../model/request.ts';
import type { RunRecord } from '../model/run.ts';
import { planHash, planIdentity } from './plan-hash.ts';
import { readResumableRecord } from './read-record.ts';
import { isFile, readText } from './read-text.ts';

/**
 * The request that the run in a directory was made from; give it back to `audit` with `resume` set to go on with that run.
 * @throws UsageError when the directory holds no run, or its record was damaged
 */
export async function recordedRequest(directory: string): Promise<AuditRequest> {
  return (await readResumable(directory)).request;
}

/** The record of a run to go on with. @throws UsageError as `recordedRequest` */
export async function readResumable(directory: string): Promise<RunRecord> {
  const path = join(directory, RUN_FILES.run);
  if (!(await isFile(path))) {
    throw new UsageError(`${directory} holds no run`, { hint: 'name a run directory: the folder with a run.json' });
  }
  const record = readResumableRecord(path, await readText(path));
  if (planHash(planIdentity(record)) === record.planSha256) return record;
  throw new UsageError('was damaged: its plan does not fit its own planSha256', { at: { file: path } });
}
