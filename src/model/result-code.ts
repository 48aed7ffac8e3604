import { REASONS } from './observation.ts';
import type { ProbeResult, Reason, Transport } from './observation.ts';

/**
 * A result as one byte, for arrays that cross threads and for the journal: 0 is no result yet, n is the n-th reason of `REASONS`, which gives the state.
 * Journals keep these numbers, so reasons are only ever added at the end of that table.
 */
export type ResultCode = number;

/** No result yet: not asked, or silent so far. */
export const NO_RESULT = 0;

const RESULTS: readonly ProbeResult[] = Object.keys(REASONS)
  .filter((reason): reason is Reason => reason in REASONS)
  .map((reason) => ({ state: REASONS[reason], reason }));
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

/** By code, because these are asked of every answer. */
const ANSWERS = tableOf(
  ({ state, reason }) => state !== 'error' && state !== 'open|filtered' && reason !== 'no-response',
);
const FROM_TARGET = tableOf(({ state }) => state === 'open' || state === 'closed');
const SHORTAGES = tableOf(({ reason }) => reason === 'no-fds' || reason === 'no-ports' || reason === 'no-buffers');

function tableOf(holds: (result: ProbeResult) => boolean): Uint8Array {
  return Uint8Array.from([false, ...RESULTS.map(holds)], Number);
}

/** Whether something came back from the network. */
export function isAnswer(code: ResultCode): boolean {
  return ANSWERS[code] === 1;
}

/** Whether an answer surely came from the network: `host-unreach` is also what this machine says itself when no neighbour answers it any more. */
export function isCertain(code: ResultCode): boolean {
  return isAnswer(code) && code !== HOST_UNREACHABLE;
}

const HOST_UNREACHABLE = codeOf('host-unreach');

/** Whether it proves that the way to the target and back works; unreachables may be this machine's own. */
export function isFromTarget(code: ResultCode): boolean {
  return FROM_TARGET[code] === 1;
}

/** Whether this machine ran short of something, so that the probe did not leave: asking again later can help. */
export function isShortageCode(code: ResultCode): boolean {
  return SHORTAGES[code] === 1;
}

/** The code of an open endpoint. */
export function openCode(transport: Transport): ResultCode {
  return codeOf(transport === 'udp' ? 'udp-response' : 'syn-ack');
}

const SILENCES = tableOf(({ reason }) => reason === 'no-response' || reason === 'udp-no-response');

/** Whether nothing came back. */
export function isSilence(code: ResultCode): boolean {
  return SILENCES[code] === 1;
}
