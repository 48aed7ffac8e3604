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
import { isFile, isFolder, readText } from './read-text.ts';
import { importedSource } from './vantages/imported-source.ts';
import { judgeSources } from './vantages/judge-sources.ts';
import { runSource } from './vantages/run-source.ts';
import type { Source } from './vantages/source.ts';

/**
 * Judges saved runs by the rules asked for now; several are what several vantages saw. Opens no socket, resolves no name and changes nothing in
 * the directories; works on a run that was interrupted or killed, too, whose report then says that it is partial.
 * @param inputs run directories, and files of nmap, masscan, naabu or zgrab2; `ZONE=` before one says where it looked from
 * @throws UserError when one holds no run or the rules do not load
 */
export async function judge(
  inputs: string | readonly string[],
  request: { readonly policy: PolicyRequest },
): Promise<Report> {
  const policy = await loadPolicy(request.policy);
  const [only, ...more] = await Promise.all([inputs].flat().map(readInput));
  if (only === undefined) throw new UsageError('no run is given');
  if (more.length === 0 && only.record !== null && only.zone === null) {
    return judgeRecord(only.path, only.record, { policy, request: request.policy });
  }
  const sources = await Promise.all([only, ...more].map(sourceOf));
  const now = momentOf(request.policy);
  return judgeSources(sources, { policy, request: request.policy, now });
}

interface Input {
  readonly path: string;
  /** As named before the path, null where none is. */
  readonly zone: string | null;
  /** Null for the file of another scanner. */
  readonly record: RunRecord | null;
}

async function readInput(text: string): Promise<Input> {
  const [, name = '', rest = ''] = /^([a-z][a-z0-9-]{0,31})=(.+)$/.exec(text) ?? [];
  const isThere = (await isFile(text)) || (await isFolder(text));
  const [zone, path] = rest === '' || isThere ? [null, text] : [name, rest];
  return { path, zone, record: (await isFile(path)) ? null : await loadRecord(path) };
}

async function sourceOf({ path, zone, record }: Input): Promise<Source> {
  if (record === null) return importedSource(path, zone);
  const source = runSource(path, record);
  const known = source.about.zone;
  if (zone === null || zone === known) return source;
  if (known !== null) throw new UsageError(`${path} looked from the zone ${known}, and not from ${zone}`);
  return { ...source, about: { ...source.about, zone } };
}

/** Judges one run whose record is at hand. @throws UserError as `judge` */
export function judgeRecord(
  directory: string,
  record: RunRecord,
  { policy, request }: { readonly policy: LoadedPolicy; readonly request: PolicyRequest },
): Promise<Report> {
  const options = { policy, request, now: momentOf(request) };
  // An intent matrix and a firewall speak of single addresses, so that each endpoint is looked at.
  if (policy.intent !== null || policy.declared.length > 0)
    return judgeSources([runSource(directory, record)], options);
  return judgeRun(directory, { record, ...options });
}

async function loadRecord(directory: string): Promise<RunRecord> {
  const path = join(directory, RUN_FILES.run);
  return readRecord(path, await readText(path));
}
