import { createHash } from 'node:crypto';
import type { Observation } from '../../src/model/observation.ts';
import type { HostIdentity } from '../../src/model/target.ts';
import type { JudgeContext } from '../../src/policy/judge.ts';
import type { Subject } from '../../src/policy/subject.ts';

/** An observation of port 6379 of 10.0.0.5, open and nothing more, with the given changes. */
export function observation(changes: Partial<Observation> = {}): Observation {
  return {
    address: '10.0.0.5',
    port: 6379,
    transport: 'tcp',
    host: changes.address ?? '10.0.0.5',
    vantage: 'local',
    state: 'open',
    reason: 'syn-ack',
    rttMs: 1.5,
    attempts: 1,
    at: '2026-11-21T09:00:00.000Z',
    ...changes,
  };
}

/** What a completed exchange with a Redis server leaves. */
export const REDIS = {
  service: { name: 'redis', product: 'Redis', version: '7.0.15', tls: false, method: 'probed', confidence: 10 },
} as const satisfies Partial<Observation>;

export const CLOSED = { state: 'closed', reason: 'conn-refused' } as const satisfies Partial<Observation>;
export const SILENT = { state: 'filtered', reason: 'no-response', rttMs: null } as const satisfies Partial<Observation>;
export const NOT_ASKED = { state: 'error', reason: 'no-fds', rttMs: null } as const satisfies Partial<Observation>;

export function identity(labels: HostIdentity['labels'] = {}): HostIdentity {
  return { names: [], labels };
}

export function sha256hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** An endpoint that one vantage looked at. */
export function subject(
  seen: Observation,
  of: HostIdentity = identity(),
  times = 1,
  zone: string | null = null,
): Subject {
  const { vantage, state, reason } = seen;
  return { observation: seen, identity: of, seen: [{ vantage, zone, state, reason }], times };
}

/** Judging what one vantage without a control saw. */
export function context(zone: string | null = null): JudgeContext {
  const zones = zone === null ? [] : [{ name: zone, vantages: ['local'], quorum: 1 }];
  return { zones, vantages: [{ id: 'local', health: 'no-control' }], sha256hex };
}
