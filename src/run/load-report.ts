import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Report } from '../model/report.ts';
import { readSchema } from '../package-files.ts';
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
  const ajv = new Ajv2020({ allowUnionTypes: true, validateSchema: false });
  formats.default(ajv);
  const validate = ajv.compile<Report>(await readSchema('report'));
  const report = parseJson(file, text);
  if (validate(report)) return { report, path, sha256: sha256hex(text) };
  throw new UsageError(printable(`this is no report of this version: ${ajv.errorsText(validate.errors)}`), {
    at: { file },
  });
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError('this is not JSON', { at: { file }, cause: error });
  }
}
