import { join } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { Report } from '../model/report.ts';
import { readSchema } from '../package-files.ts';
import { createReportReader } from '../policy/baseline/read-report.ts';
import { isFile, isFolder, readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

/** A saved report, and the file that it was read from. */
export interface LoadedReport {
  readonly report: Report;
  readonly path: string;
  readonly sha256: string;
}

/**
 * The report of an earlier run.
 * @param path a run directory or its report.json
 * @throws UsageError where there is none, or something else under its name
 */
export async function loadReport(path: string): Promise<LoadedReport> {
  const file = (await isFolder(path)) ? join(path, 'report.json') : path;
  if (!(await isFile(file))) {
    throw new UsageError('there is no report', {
      at: { file },
      hint: 'portreeve judge RUN makes one of what the run observed',
    });
  }
  const text = await readText(file);
  const read = createReportReader(await readSchema('report'));
  return { report: read(file, text), path, sha256: sha256hex(text) };
}
