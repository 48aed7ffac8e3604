import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { Report } from '../../model/report.ts';

/** Reads a report; the file's name is for messages. @throws UsageError where it is no JSON, no report, or one of another version */
export type ReportReader = (file: string, text: string) => Report;

/** A reader of reports that fit the given JSON Schema, `schemas/report.v1.schema.json`. */
export function createReportReader(schema: object): ReportReader {
  const ajv = new Ajv2020({ allowUnionTypes: true, validateSchema: false });
  formats.default(ajv);
  const validate = ajv.compile<Report>(schema);
  return (file, text) => {
    const value = parseJson(file, text);
    const version = versionOf(value);
    if (version !== '1.0') {
      const what =
        version === undefined ? 'no report' : `a report of version ${printable(JSON.stringify(version), 16)}`;
      throw new UsageError(`this is ${what}; expected report.json of version 1.0`, { at: { file } });
    }
    if (validate(value)) return value;
    throw new UsageError(printable(`this is no report of this version: ${ajv.errorsText(validate.errors)}`), {
      at: { file },
      hint: 'portreeve judge RUN --json makes one of what the run observed',
    });
  };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError('this is not JSON', { at: { file }, cause: error });
  }
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
}
