import { Buffer } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { SourcePosition } from '../model/errors.ts';
import { UsageError } from '../model/errors.ts';

/** A value and where it stands. */
export interface Line {
  readonly value: unknown;
  readonly at: SourcePosition;
}

const LINE_FEED = 0x0a;
/** Small enough that what is read at once dies young. */
const READ_AT_ONCE = 1 << 16;

/**
 * The values of a file of JSON lines, one at a time. A last line without its end is what a crash leaves: it is left out.
 * @throws UsageError naming file and line for anything else that is no JSON, and where the file cannot be read
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  for await (const lines of readLineBatches(path)) yield* lines;
}

/** The same, as many at a time as are read at once: a turn of the event loop for each line costs more than the line. @throws as `readLines` */
export async function* readLineBatches(path: string): AsyncGenerator<Iterable<Line>> {
  await using file = await openToRead(path);
  const reader = new LineReader(path);
  for await (const texts of textLines(file)) yield reader.values(texts);
}

/** Knows which line it is at, and whether the one before was torn. */
class LineReader {
  readonly #path: string;
  #number = 0;
  #torn: { readonly line: number; readonly cause: unknown } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  *values(texts: readonly string[]): Generator<Line> {
    for (const text of texts) {
      this.#number++;
      if (this.#torn !== undefined) throw this.#noJson(this.#torn);
      const value = this.#parse(text);
      if (this.#torn === undefined) yield { value, at: { file: this.#path, line: this.#number } };
    }
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      this.#torn = { line: this.#number, cause };
      return undefined;
    }
  }

  #noJson({ line, cause }: { readonly line: number; readonly cause: unknown }): UsageError {
    return new UsageError('expected one JSON value on the line', { at: { file: this.#path, line }, cause });
  }
}

/**
 * Lines in batches of what is read at once, because a turn of the event loop for each would cost more than the line. Only line feeds end a line: a
 * JSON text may hold the other ends of lines that Unicode knows.
 */
async function* textLines(file: FileHandle): AsyncGenerator<readonly string[]> {
  const chunk = Buffer.allocUnsafe(READ_AT_ONCE);
  let begun: Buffer[] = [];
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, READ_AT_ONCE, null);
    if (bytesRead === 0) break;
    const lastEnd = chunk.lastIndexOf(LINE_FEED, bytesRead - 1);
    if (lastEnd >= 0) {
      const whole = Buffer.concat([...begun, chunk.subarray(0, lastEnd)]).toString();
      begun = [];
      yield whole.split('\n');
    }
    begun.push(Buffer.from(chunk.subarray(lastEnd + 1, bytesRead)));
  }
  const rest = Buffer.concat(begun);
  if (rest.length > 0) yield [rest.toString()];
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`cannot be read: ${why}`, { at: { file: path }, cause });
  }
}
