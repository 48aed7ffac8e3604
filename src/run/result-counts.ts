import { PORT_STATES, REASONS } from '../model/observation.ts';
import type { PortState } from '../model/observation.ts';
import { isAnswer, isSilence, NO_RESULT, resultOf } from '../model/result-code.ts';

/** How many endpoints have each `ResultCode`, by code. */
export type ResultCounts = Float64Array<ArrayBuffer>;

const CODES = Object.keys(REASONS).length + 1;

export function createResultCounts(): ResultCounts {
  return new Float64Array(CODES);
}

/** Counts the endpoints of a shard, `NO_RESULT` included. */
export function countResults(codes: Uint8Array): ResultCounts {
  const counts = createResultCounts();
  for (let offset = 0; offset < codes.length; offset++) {
    const code = codes[offset] ?? NO_RESULT;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

export function addResultCounts(to: ResultCounts, more: ResultCounts): void {
  for (let code = 0; code < CODES; code++) to[code] = (to[code] ?? 0) + (more[code] ?? 0);
}

/** Endpoints by state, and those that answered and that stayed silent among them. */
export interface CountedResults {
  readonly states: Readonly<Record<PortState, number>>;
  readonly answered: number;
  readonly silent: number;
  /** All with a result. */
  readonly done: number;
}

export function countedResults(counts: ResultCounts): CountedResults {
  const states = { open: 0, closed: 0, filtered: 0, error: 0 };
  let answered = 0;
  let silent = 0;
  for (let code = 1; code < CODES; code++) {
    const count = counts[code] ?? 0;
    const { state } = resultOf(code);
    // These are for the eye while a run goes on; its report tells what UDP leaves open from what is filtered.
    states[state === 'open|filtered' ? 'filtered' : state] += count;
    if (isAnswer(code)) answered += count;
    if (isSilence(code)) silent += count;
  }
  const done = PORT_STATES.reduce((sum, state) => sum + states[state], 0);
  return { states, answered, silent, done };
}
