import { join } from 'node:path';
import type { Report } from '../model/report.ts';
import { readSchema } from '../package-files.ts';
import { createReportReader } from '../policy/baseline/read-report.ts';
import { isFolder, readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

/** A report that was written before. */
export interface SavedReport {
  readonly report: Report;
  /** Of the file, below the path that was given. */
  readonly path: string;
  readonly sha256: string;
}

/** The report of a run directory, or of a report.json under any name. @throws UsageError where there is none */
export async function loadSavedReport(runOrFile: string): Promise<SavedReport> {
  const path = (await isFolder(runOrFile)) ? join(runOrFile, 'report.json') : runOrFile;
  const text = await readText(path);
  const read = createReportReader(await readSchema('report'));
  return { report: read(path, text), path, sha256: sha256hex(text) };
}
