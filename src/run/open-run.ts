import { createRunDirectory, openRunDirectory, RUN_FILES } from '../evidence/run-directory.ts';
import type { RunDirectory } from '../evidence/run-directory.ts';
import { lockRun } from '../evidence/run-lock.ts';
import type { RunLock } from '../evidence/run-lock.ts';
import { printable } from '../model/printable.ts';
import type { AuditRequest } from '../model/request.ts';
import type { RunRecord } from '../model/run.ts';
import type { LoadedTargets } from '../targets/load-targets.ts';
import { draftRun, resumeRecord, startRecord } from './prepare.ts';
import { readResumable } from './recorded-request.ts';

/** A run that this process alone may write to until it is disposed of. */
export interface OpenedRun extends AsyncDisposable {
  readonly directory: RunDirectory;
  /** As it is on disk. `complete` is true where a run is gone on with of which nothing is left to probe. */
  readonly record: RunRecord;
  /** Whether the run began earlier. */
  readonly resumed: boolean;
  /** What the user should know before it goes on. */
  readonly warnings: readonly string[];
}

/**
 * Makes the directory of a new run or, where the request names one, opens that of an unfinished run, and writes its record.
 * @throws UsageError when the directory holds a run already, or none to go on with, or one of another plan, or one that another process writes to
 */
export function openRun(request: AuditRequest, loaded: LoadedTargets): Promise<OpenedRun> {
  return request.resume === null ? startRun(request, loaded) : resumeRun(request, request.resume, loaded);
}

async function startRun(request: AuditRequest, loaded: LoadedTargets): Promise<OpenedRun> {
  const draft = draftRun(request);
  const directory = await createRunDirectory(draft.directory);
  return locked(directory, async () => {
    // Again, now that nobody else can start one here.
    await createRunDirectory(draft.directory);
    const record = await startRecord(request, draft, loaded);
    return { record, resumed: false, warnings: [] };
  });
}

async function resumeRun(request: AuditRequest, path: string, loaded: LoadedTargets): Promise<OpenedRun> {
  // Before the lock, so that no lock file is left where there is no run.
  await readResumable(path);
  return locked(openRunDirectory(path), async ({ killed }) => {
    const before = await readResumable(path);
    const record = await resumeRecord(request, before, loaded);
    return {
      record,
      resumed: true,
      warnings: [...killedWarning(killed), ...changedInputs(before, record), ...completeNote(record)],
    };
  });
}

/** Takes the lock for as long as the run is open, and gives it back at once where opening fails. */
async function locked(
  directory: RunDirectory,
  open: (lock: RunLock) => Promise<Pick<OpenedRun, 'record' | 'resumed' | 'warnings'>>,
): Promise<OpenedRun> {
  const lock = await lockRun(directory.path);
  try {
    const opened = await open(lock);
    await directory.write(RUN_FILES.run, `${JSON.stringify(opened.record, null, 2)}\n`);
    return { directory, ...opened, [Symbol.asyncDispose]: () => lock[Symbol.asyncDispose]() };
  } catch (error) {
    await lock[Symbol.asyncDispose]();
    throw error;
  }
}

function killedWarning(killed: number | null): readonly string[] {
  return killed === null ? [] : [`the process ${killed} that wrote to the run before ended without closing it`];
}

function changedInputs(before: RunRecord, now: RunRecord): readonly string[] {
  const known = new Map(before.inputs.map(({ kind, path, sha256 }) => [`${kind} ${path}`, sha256]));
  return now.inputs
    .filter(({ kind, path, sha256 }) => known.has(`${kind} ${path}`) && known.get(`${kind} ${path}`) !== sha256)
    .map(
      ({ path }) =>
        `${printable(path, 512)} changed since the run began; it names the same addresses, its labels count as they are now`,
    );
}

function completeNote({ complete }: RunRecord): readonly string[] {
  return complete ? ['the run is complete: nothing is left to probe, it is judged and reported again'] : [];
}
