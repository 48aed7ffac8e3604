import { ConfigError, UsageError } from '../../model/errors.ts';
import { parseYaml } from '../../model/yaml-document.ts';
import { isSection, readAnsibleIni } from './ansible-ini.ts';
import { delimiterOf, readCsv } from './csv.ts';
import type { Entry } from './entry.ts';
import { readJson, readNdjson } from './json.ts';
import { readPlainList } from './plain-list.ts';
import { TARGET_KEYS } from './records.ts';
import { readStructure } from './structure.ts';

type Format = 'list' | 'csv' | 'json' | 'ndjson' | 'yaml' | 'ini';

const READERS: Readonly<Record<Format, (file: string, text: string) => readonly Entry[]>> = {
  list: readPlainList,
  csv: readCsv,
  json: readJson,
  ndjson: readNdjson,
  yaml: readYaml,
  ini: readAnsibleIni,
};

const FORMAT_BY_EXTENSION: Readonly<Record<string, Format>> = {
  csv: 'csv',
  ini: 'ini',
  json: 'json',
  jsonl: 'ndjson',
  list: 'list',
  ndjson: 'ndjson',
  tsv: 'csv',
  txt: 'list',
  yaml: 'yaml',
  yml: 'yaml',
};

/**
 * Reads an inventory in the format of its extension, else the one its first lines look like.
 * @throws UsageError with file, line and column for what is wrong in it
 */
export function readInventory(file: string, text: string): readonly Entry[] {
  return READERS[formatOfFile(file) ?? formatOfContent(text)](file, text);
}

/** The format that a file's name tells, `undefined` where it tells none. */
export function formatOfFile(file: string): Format | undefined {
  const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(FORMAT_BY_EXTENSION, extension) ? FORMAT_BY_EXTENSION[extension] : undefined;
}

/** Enough lines to tell a format by. */
const SAMPLE_LINES = 1000;

function formatOfContent(text: string): Format {
  const lines = text
    .replace(/^\ufeff/, '')
    .slice(0, 256 * 1024)
    .split(/\r\n|\n|\r/, SAMPLE_LINES)
    .map((line) => line.trim());
  const significant = lines.filter((line) => line !== '' && !/^[#;]/.test(line));
  const first = significant[0] ?? '';
  if (first.startsWith('{'))
    return significant.length > 1 && significant.every((line) => /^\{.*\}$/.test(line)) ? 'ndjson' : 'json';
  if (/^\[\s*(?:$|["{\]])/.test(first)) return 'json';
  if (significant.some(isSection)) return 'ini';
  if (/^(?:---|- |-$|[\w.-]+:(?:\s|$))/.test(first)) return 'yaml';
  const columns = first
    .toLowerCase()
    .split(delimiterOf(first))
    .map((column) => column.trim());
  if (columns.length > 1 && TARGET_KEYS.some((key) => columns.includes(key))) return 'csv';
  return significant.some((line) => /^\S+\s+\w+=/.test(line)) ? 'ini' : 'list';
}

function readYaml(file: string, text: string): readonly Entry[] {
  try {
    return readStructure(parseYaml(file, text));
  } catch (error) {
    // In an inventory it is a wrong line like any other.
    if (error instanceof ConfigError)
      throw new UsageError(error.message, { at: error.at, hint: error.hint, cause: error });
    throw error;
  }
}
