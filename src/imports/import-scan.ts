import { UsageError } from '../model/errors.ts';
import { detectFormat, HEAD_LENGTH, KNOWN_FORMATS } from './detect-format.ts';
import type { ScanFormat } from './detect-format.ts';
import type { ImportedScan, ImportOptions } from './imported-scan.ts';
import { readMasscanJson } from './masscan-json.ts';
import { readMasscanList } from './masscan-list.ts';
import { readNaabu } from './naabu.ts';
import { readNmapXml } from './nmap-xml.ts';
import type { ScanReader } from './scan-reader.ts';
import { readZgrab2 } from './zgrab2.ts';

const READERS: Readonly<Record<ScanFormat, ScanReader>> = {
  xml: readNmapXml,
  'masscan-json': readMasscanJson,
  'masscan-list': readMasscanList,
  naabu: readNaabu,
  zgrab2: readZgrab2,
};

/**
 * Reads a file that another scanner wrote, whichever it is, in one pass; what is listed port by port is held in memory. A file that ends too early is read as
 * far as it goes, and is not `complete`.
 * @param file its name, for messages
 * @param bytes its content in pieces of any length; what is not UTF-8 becomes U+FFFD
 * @throws UsageError with line and column of what is none of the known formats
 */
export async function importScan(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<ImportedScan> {
  const source = decoded(bytes);
  const head: string[] = [];
  let length = 0;
  while (length < HEAD_LENGTH) {
    const { value, done } = await source.next();
    if (done === true) break;
    head.push(value);
    length += value.length;
  }
  const start = head.join('');
  if (start.trim() === '') throw new UsageError('the file is empty, and tells nothing', { at: { file } });
  const format = detectFormat(start);
  if (format === undefined) {
    const hint = `known are ${KNOWN_FORMATS}`;
    throw new UsageError('this is no file of a scanner that is known', { at: { file, line: 1, column: 1 }, hint });
  }
  return READERS[format]({ file, chunks: resumed(start, source), ...options });
}

async function* resumed(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield start;
  yield* rest;
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
  return undefined;
}
