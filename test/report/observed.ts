import type { Observation, Reason } from '../../src/model/observation.ts';
import { REASONS } from '../../src/model/observation.ts';

/** An observation with everything unremarkable filled in. */
export function observed(address: string, port: number, reason: Reason, more: Partial<Observation> = {}): Observation {
  return {
    address,
    port,
    transport: 'tcp',
    host: address,
    vantage: 'office-1',
    state: REASONS[reason],
    reason,
    rttMs: reason === 'no-response' || REASONS[reason] === 'error' ? null : 0.8,
    attempts: reason === 'no-response' ? 2 : 1,
    at: '2026-03-02T08:15:00.000Z',
    ...more,
  };
}
