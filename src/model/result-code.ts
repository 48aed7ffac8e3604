import { REASONS } from './observation.ts';
import type { ProbeResult, Reason } from './observation.ts';

/**
 * A result as one byte, for arrays that cross threads and for the journal: 0 is no result yet, n is the n-th reason of `REASONS`, which gives the state.
 * Journals keep these numbers, so reasons are only ever added at the end of that table.
 */
export type ResultCode = number;

/** No result yet: not asked, or silent so far. */
export const NO_RESULT = 0;

const RESULTS: readonly ProbeResult[] = Object.entries(REASONS).map(([reason, state]) => ({
  state,
  reason: reason as Reason,
}));
const CODES: ReadonlyMap<string, ResultCode> = new Map(RESULTS.map(({ reason }, at) => [reason, at + 1]));

/** The code of a reason. */
export function codeOf(reason: Reason): ResultCode {
  return CODES.get(reason) ?? NO_RESULT;
}

/** What a code stands for. @throws RangeError for what is no code of a result */
export function resultOf(code: ResultCode): ProbeResult {
  const result = RESULTS[code - 1];
  if (result === undefined) throw new RangeError(`${code} is no code of a result`);
  return result;
}

/** Whether something came back from the network. */
export function isAnswer(code: ResultCode): boolean {
  if (code === NO_RESULT) return false;
  const { state, reason } = resultOf(code);
  return state !== 'error' && reason !== 'no-response';
}
