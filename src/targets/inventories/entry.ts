import type { SourcePosition } from '../../model/errors.ts';
import { UsageError } from '../../model/errors.ts';
import type { Labels } from '../../model/target.ts';

/** One target of an inventory as written, not yet parsed or resolved. */
export interface Entry {
  readonly text: string;
  readonly labels: Labels;
  readonly at: SourcePosition;
}

/** Bounds memory; more hosts than this are named by their ranges. */
const MAX_ENTRIES = 1_000_000;

/** @throws UsageError where there are more targets than can be held */
export function limitEntries(count: number, at: SourcePosition): void {
  if (count > MAX_ENTRIES) {
    throw new UsageError(`more than ${MAX_ENTRIES} targets`, { at, hint: 'name ranges instead of single addresses' });
  }
}

/** Runs a parser that does not know where its text stood, and adds the position to its errors. */
export function locate<T>(at: SourcePosition | undefined, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UsageError) || error.at !== undefined) throw error;
    throw new UsageError(error.message, { at, hint: error.hint, cause: error });
  }
}
