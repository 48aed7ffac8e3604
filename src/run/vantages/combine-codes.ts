import { codeOf, NO_RESULT, resultOf } from '../../model/result-code.ts';
import type { ResultCode } from '../../model/result-code.ts';

/** An endpoint that a vantage was not to look at. */
export const NOT_PLANNED = 255;

const INTERRUPTED = codeOf('aborted');

/**
 * The result of all vantages together: open where one found it open, else not known while one of them cannot tell, else closed where one was
 * refused, else filtered. `NOT_PLANNED` where none was to look, `NO_RESULT` where none did.
 */
export function combineCodes(codes: readonly ResultCode[]): ResultCode {
  const planned = codes.filter((code) => code !== NOT_PLANNED);
  if (planned.length === 0) return NOT_PLANNED;
  const known = planned.filter((code) => code !== NO_RESULT);
  if (known.length === 0) return NO_RESULT;
  const inState = (state: string): ResultCode | undefined => known.find((code) => resultOf(code).state === state);
  const undecided = inState('error') ?? (known.length < planned.length ? INTERRUPTED : undefined);
  const combined = inState('open') ?? undecided ?? inState('open|filtered') ?? inState('closed') ?? inState('filtered');
  return combined ?? NO_RESULT;
}
