import { UsageError } from '../model/errors.ts';
import type { SourcePosition } from '../model/errors.ts';

/** A line without its end. */
export interface TextLine {
  readonly text: string;
  readonly at: SourcePosition;
  /** Whether a line feed followed. */
  readonly whole: boolean;
}

/** The longest banner that masscan keeps is 64 kB, every byte of which takes four characters. */
const LONGEST_LINE = 1 << 20;

/** Lines of a text that comes in pieces; empty ones are left out. @throws UsageError where a line is longer than a million characters */
export async function* readTextLines(file: string, chunks: AsyncIterable<string>): AsyncGenerator<TextLine> {
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line++;
      if (text.trim() !== '') yield { text: text.replace(/\r$/, ''), at: { file, line }, whole: true };
    }
    if (rest.length > LONGEST_LINE) {
      throw new UsageError('a line of more than a million characters', { at: { file, line: line + 1 } });
    }
  }
  if (rest.trim() !== '') yield { text: rest.replace(/\r$/, ''), at: { file, line: line + 1 }, whole: false };
}
