import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import type { ResultCode } from '../model/result-code.ts';
import { resultOf } from '../model/result-code.ts';

/** What is known of an endpoint from a sweep's numbers. */
export interface SweptEndpoint {
  readonly index: number;
  readonly code: ResultCode;
  readonly attempts: number;
  readonly rttMs: number | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Turns numbers of a sweep into observations from one vantage. */
export function observationMaker(plan: Plan, vantage: string): (swept: SweptEndpoint) => Observation {
  return ({ index, code, attempts, rttMs, at }) => {
    const endpoint = plan.at(index);
    const host = plan.identityOf(endpoint.address).names[0] ?? endpoint.address;
    const time = new Date(at).toISOString();
    return { ...endpoint, host, vantage, ...resultOf(code), rttMs, attempts, at: time };
  };
}
