import { REASONS } from '../model/observation.ts';
import type { ProbeResult } from '../model/observation.ts';
import { resultOf } from '../model/result-code.ts';

/** The states, with `filtered` told apart by whether anything came back. */
export const KINDS = ['open', 'closed', 'unreachable', 'silent', 'error'] as const;
export type Kind = (typeof KINDS)[number];

export function kindOf({ state, reason }: ProbeResult): Kind {
  if (state === 'open|filtered') return 'silent';
  if (state !== 'filtered') return state;
  return reason === 'no-response' ? 'silent' : 'unreachable';
}

/** The place among `KINDS` of each `ResultCode`; that of `NO_RESULT` is `KINDS.length`. */
export const KIND_OF_CODE = Uint8Array.from([
  KINDS.length,
  ...Object.keys(REASONS).map((_, at) => KINDS.indexOf(kindOf(resultOf(at + 1)))),
]);
