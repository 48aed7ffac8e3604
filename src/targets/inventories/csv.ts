import { CsvError, parse } from 'csv-parse/sync';
import { UsageError } from '../../model/errors.ts';
import type { Entry } from './entry.ts';
import { limitEntries, locate } from './entry.ts';
import { refuseMistyped } from './labels.ts';
import { readRecord, TARGET_KEYS } from './records.ts';

interface Row {
  readonly record: readonly string[];
  /** Where it ends, from 1. */
  readonly line: number;
}

/** RFC 4180 with a header row; `,`, `;` or tab, whichever the header uses. Lines that start with `#` are comments. */
export function readCsv(file: string, text: string): readonly Entry[] {
  const [header, ...rows] = parseRows(file, text);
  if (header === undefined) return [];
  // People head their columns: `IP Address`.
  const columns = header.record.map((name) => name.trim().toLowerCase().replaceAll(' ', '_'));
  const at = { file, line: header.line };
  if (!TARGET_KEYS.some((key) => columns.includes(key))) {
    throw new UsageError('the header names no target column', {
      at,
      hint: `expected one of ${TARGET_KEYS.join(', ')}`,
    });
  }
  const repeated = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (repeated !== undefined) throw new UsageError(`column "${repeated}" occurs twice`, { at });
  locate(at, () => refuseMistyped(columns));
  limitEntries(rows.length, at);
  return rows.map(({ record, line }) => {
    const position = { file, line };
    // Spreadsheets write a delimiter for every cell that was ever touched; only what is filled in can be misplaced.
    if (record.slice(columns.length).some((field) => field !== '')) {
      throw new UsageError(`${record.length} fields, but the header has ${columns.length}`, {
        at: position,
        hint: 'quote fields that hold the delimiter',
      });
    }
    return readRecord(new Map(columns.map((name, index) => [name, record[index] ?? ''])), position);
  });
}

/** The delimiter that a header row uses. */
export function delimiterOf(header: string): string {
  return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';
}

function parseRows(file: string, text: string): readonly Row[] {
  const header = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const rows: Row[] = [];
  try {
    parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter: delimiterOf(header),
      on_record: (record: string[], { lines }) => {
        rows.push({ record, line: lines });
        return null;
      },
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error['lines'];
    const at = typeof line === 'number' ? { file, line } : { file };
    throw new UsageError(error.message.replace(/ at line \d+.*$/s, ''), { at, cause: error });
  }
}
