import { UsageError } from './errors.ts';

/**
 * The text of bytes that must be UTF-8; a byte order mark is kept. Anything else would be read as names that are nobody's, and no hash of
 * the text would be the file's.
 * @throws UsageError naming file and line of what is not UTF-8
 */
export function decodeText(file: string, bytes: Uint8Array): string {
  const text = decode(bytes);
  if (text !== undefined) return text;
  throw new UsageError('not UTF-8 text', { at: { file, line: lineOfMistake(bytes) }, hint: 'save it as UTF-8' });
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const LINE_FEED = 10;

/** No character of UTF-8 holds the byte of a line feed but the line feed, so lines can be decoded by themselves. */
function lineOfMistake(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    const stop = end < 0 ? bytes.length : end;
    if (decode(bytes.subarray(start, stop)) === undefined) return line;
    start = stop + 1;
  }
  return line;
}
