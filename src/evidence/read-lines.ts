import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { SourcePosition } from '../model/errors.ts';
import { UsageError } from '../model/errors.ts';

/** A value and where it stands. */
export interface Line {
  readonly value: unknown;
  readonly at: SourcePosition;
}

/**
 * The values of a file of JSON lines, one at a time. A last line without its end is what a crash leaves: it is left out.
 * @throws UsageError naming file and line for anything else that is no JSON, and where the file cannot be read
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let number = 0;
  let torn: { line: number; cause: unknown } | undefined;
  await using file = await openToRead(path);
  for await (const line of file.readLines()) {
    number++;
    if (torn !== undefined) {
      throw new UsageError('expected one JSON value on the line', {
        at: { file: path, line: torn.line },
        cause: torn.cause,
      });
    }
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      torn = { line: number, cause };
      continue;
    }
    yield { value, at: { file: path, line: number } };
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`cannot be read: ${why}`, { at: { file: path }, cause });
  }
}
