import { UserError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { EXIT } from './exit-codes.ts';

const LONGEST_LINE = 1000;

/** One line for a mistake of the user, a stack trace for one of ours. */
export function explainFailure(error: unknown): { readonly exitCode: number; readonly text: string } {
  if (error instanceof UserError)
    return { exitCode: EXIT.usage, text: `portreeve: ${printable(error.line, LONGEST_LINE)}\n` };
  const lines = stackOf(error)
    .split('\n')
    .map((line) => printable(line, LONGEST_LINE));
  return { exitCode: EXIT.internal, text: `portreeve: internal error\n${lines.join('\n')}\n` };
}

/** The stack with those of its causes; an error may lack one, and anything can be thrown. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`;
}
