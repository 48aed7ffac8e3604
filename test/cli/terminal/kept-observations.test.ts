import { describe, expect, it } from 'vitest';
import { FOLD_ABOVE, KeptObservations } from '../../../src/cli/terminal/kept-observations.ts';
import type { Observation } from '../../../src/model/observation.ts';

function closed(port: number, changes: Partial<Observation> = {}): Observation {
  const endpoint = { address: '10.0.0.1', port, transport: 'tcp', host: '10.0.0.1', vantage: 'local' } as const;
  return {
    ...endpoint,
    state: 'closed',
    reason: 'rst',
    rttMs: 1,
    attempts: 1,
    at: '2026-01-31T10:00:00.000Z',
    ...changes,
  };
}

describe('KeptObservations', () => {
  it('keeps of each host and state no more than are shown', () => {
    const kept = new KeptObservations();
    for (let port = 1; port <= 65_535; port++) kept.add(closed(port));
    const open = closed(70, { state: 'open', reason: 'syn-ack' });
    kept.add(open);
    kept.add(closed(1, { address: '10.0.0.2' }));
    const ports = Array.from({ length: 65_535 }, (_, index) => index + 1);
    // One above the limit, because hosts with more than the limit are folded.
    expect(ports.filter((port) => kept.find('10.0.0.1', port, 'tcp') !== undefined)).toHaveLength(FOLD_ABOVE + 2);
    expect(kept.find('10.0.0.1', 70, 'tcp')).toBe(open);
    expect(kept.find('10.0.0.2', 1, 'tcp')).toBeDefined();
  });
});
