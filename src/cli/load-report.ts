import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Report } from '../model/report.ts';
import { readSchema } from '../package-files.ts';

/** The saved report of a run directory, or of a file whose name ends in `.json`. @throws UsageError where there is none, or something else under its name */
export async function loadReport(cwd: string, run: string): Promise<Report> {
  const file = run.endsWith('.json') ? run : join(run, 'report.json');
  const ajv = new Ajv2020({ allowUnionTypes: true });
  formats.default(ajv);
  const validate = ajv.compile<Report>(await readSchema('report'));
  const report = parseJson(file, await readText(resolve(cwd, file), file));
  if (validate(report)) return report;
  throw new UsageError(printable(`this is no report of this version: ${ajv.errorsText(validate.errors)}`), {
    at: { file },
  });
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const hint = code === 'ENOENT' ? 'portreeve judge RUN makes one of what the run observed' : undefined;
    throw new UsageError(`cannot read the report (${code})`, { at: { file }, hint, cause: error });
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError('this is not JSON', { at: { file }, cause: error });
  }
}
