import type { ResultCode } from './result-code.ts';

/**
 * Answers as they come from a sweep, in batches of records of four unsigned 32-bit words: the endpoint's index counted from a first one that goes
 * with the batch; its `ResultCode` in the low byte and the attempt it answers above it; microseconds from that attempt to the answer, `NO_RTT`
 * without one; milliseconds since the session began.
 */
export const RECORD_WORDS = 4;

/** Stands for "no round-trip time". */
export const NO_RTT = 0xffff_ffff;

const CODE_MASK = 0xff;
const ATTEMPT_SHIFT = 8;

/** The second word of a record. */
export function packResult(code: ResultCode, attempt: number): number {
  return (code | (attempt << ATTEMPT_SHIFT)) >>> 0;
}

/** The code in the second word of a record. */
export function packedCode(word: number): ResultCode {
  return word & CODE_MASK;
}

/** The attempt in the second word of a record. */
export function packedAttempt(word: number): number {
  return word >>> ATTEMPT_SHIFT;
}

/** Milliseconds of a round-trip time in microseconds, null for `NO_RTT`. */
export function rttMsOf(rttUs: number): number | null {
  return rttUs === NO_RTT ? null : rttUs / 1000;
}
