import { UsageError } from '../model/errors.ts';
import type { SourcePosition } from '../model/errors.ts';

/** One record of a file, or what is left of the last one where the file ends inside it. */
export interface JsonRecord {
  readonly text: string;
  readonly at: SourcePosition;
  readonly whole: boolean;
}

/** Longer records are refused: zgrab2 keeps pages of 256 kB as they are. */
const LONGEST_RECORD = 16 * 1024 * 1024;

/**
 * The objects of JSON lines, of an array, or of objects with commas between them, whatever the line breaks: masscan has written all of these. Only braces
 * and quotes are looked at, one record is held at a time.
 * @throws UsageError with line and column of what stands between records and is neither comma nor bracket, and of records that are too long
 */
export async function* readJsonObjects(file: string, chunks: AsyncIterable<string>): AsyncGenerator<JsonRecord> {
  const splitter = new Splitter(file);
  for await (const chunk of chunks) yield* splitter.take(chunk);
  const rest = splitter.rest();
  if (rest !== undefined) yield rest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = 0x7b;
const CLOSING = 0x7d;
const LINE_FEED = 0x0a;
/** Between records: white space, commas, square brackets, a byte order mark. */
const BETWEEN = new Set([0x20, 0x09, LINE_FEED, 0x0d, 0x2c, 0x5b, 0x5d, 0xfeff]);

class Splitter {
  readonly #file: string;
  #line = 1;
  /** Characters of the current line before the current chunk, and where in the chunk the line began otherwise. */
  #before = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;
  #parts: string[] = [];
  #length = 0;
  #start: SourcePosition;

  constructor(file: string) {
    this.#file = file;
    this.#start = { file };
  }

  *take(chunk: string): Generator<JsonRecord> {
    let from = 0;
    let lineStart = -this.#before;
    for (let index = 0; index < chunk.length; index++) {
      const code = chunk.charCodeAt(index);
      if (code === LINE_FEED) {
        this.#line++;
        lineStart = index + 1;
      }
      if (this.#depth === 0) {
        if (code === OPENING) {
          this.#depth = 1;
          from = index;
          this.#start = { file: this.#file, line: this.#line, column: index - lineStart + 1 };
        } else if (!BETWEEN.has(code)) throw this.#unexpected(chunk.slice(index, index + 24), index - lineStart + 1);
      } else if (this.#escaped) this.#escaped = false;
      else if (this.#inText) {
        if (code === BACKSLASH) this.#escaped = true;
        else if (code === QUOTE) this.#inText = false;
      } else if (code === QUOTE) this.#inText = true;
      else if (code === OPENING) this.#depth++;
      else if (code === CLOSING && --this.#depth === 0) {
        this.#keep(chunk.slice(from, index + 1));
        yield this.#record(true);
      }
    }
    this.#before = chunk.length - lineStart;
    if (this.#depth > 0) this.#keep(chunk.slice(from));
  }

  rest(): JsonRecord | undefined {
    return this.#depth > 0 ? this.#record(false) : undefined;
  }

  #keep(part: string): void {
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length > LONGEST_RECORD) {
      throw new UsageError(`a record of more than ${LONGEST_RECORD / 1024 / 1024} MB`, { at: this.#start });
    }
  }

  #record(whole: boolean): JsonRecord {
    const text = this.#parts.join('');
    this.#parts = [];
    this.#length = 0;
    return { text, at: this.#start, whole };
  }

  #unexpected(text: string, column: number): UsageError {
    const word = JSON.stringify(text.split(/[\r\n]/)[0] ?? '');
    return new UsageError(`expected a record in braces, found ${word}`, {
      at: { file: this.#file, line: this.#line, column },
    });
  }
}
