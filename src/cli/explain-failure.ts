import { StorageError, UserError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { EXIT } from './exit-codes.ts';

const LONGEST_LINE = 1000;

/** One line for a mistake of the user and for a full disk, a stack trace for a mistake of ours. */
export function explainFailure(error: unknown): { readonly exitCode: number; readonly text: string } {
  if (error instanceof UserError)
    return { exitCode: EXIT.usage, text: `portreeve: ${printable(error.line, LONGEST_LINE)}\n` };
  const storage = allOf(error).find((each) => each instanceof StorageError);
  if (storage !== undefined)
    return { exitCode: EXIT.internal, text: `portreeve: ${printable(storage.line, LONGEST_LINE)}\n` };
  const lines = allOf(error)
    .flatMap((each) => stackOf(each).split('\n'))
    .map((line) => printable(line, LONGEST_LINE));
  return { exitCode: EXIT.internal, text: `portreeve: internal error\n${lines.join('\n')}\n` };
}

/** An error and those behind it: what fails again while resources are released hides what failed first (`SuppressedError`). */
function allOf(error: unknown): readonly unknown[] {
  if (!(error instanceof Error) || !('suppressed' in error) || !('error' in error)) return [error];
  return [...allOf(error.suppressed), ...allOf(error.error)];
}

/** The stack with those of its causes; an error may lack one, and anything can be thrown. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`;
}
