import type { Facts } from '../model/facts.ts';
import type { Observation } from '../model/observation.ts';
import type { Finding, Sighting } from '../model/report.ts';
import type { HostIdentity } from '../model/target.ts';

/** Sightings that a finding tells of. */
const MOST_SEEN = 32;

/** One endpoint as all vantages saw it. */
export interface Subject {
  /** What is known of it: from the vantage that learnt most, with the state that all of them give together. */
  readonly observation: Observation;
  readonly identity: HostIdentity;
  /** By vantage: one for each that was to look. */
  readonly seen: readonly Sighting[];
  /**
   * How many endpoints of equal states, reason, port and labels it stands for: above 1 their own addresses and names are unknown to rules,
   * and a failing rule gives one finding, at the given address. Endpoints that are declared open deserve a subject of their own.
   */
  readonly times: number;
}

/** What a finding is about. */
export type FindingPlace = Pick<
  Finding,
  'level' | 'zone' | 'address' | 'port' | 'transport' | 'host' | 'labels' | 'seen' | 'endpoints' | 'evidence'
>;

/** What rules judge: a place, and what is known of it. */
export interface Judged {
  readonly place: FindingPlace;
  readonly facts: Facts;
  /** Null for rules about waivers, which judge what a file says. */
  readonly observation: Observation | null;
}

/** Where a finding about a subject will stand. */
export function placeOf(
  { observation, identity, seen, times }: Subject,
  level: FindingPlace['level'],
  zone: string | null,
): FindingPlace {
  const { address, port, transport, host, evidence = [] } = observation;
  const sightings = seen.length > MOST_SEEN ? seen.slice(0, MOST_SEEN) : seen;
  const { labels } = identity;
  return { level, zone, address, port, transport, host, labels, seen: sightings, endpoints: times, evidence };
}

/** Where a finding about the waiver of a finding will stand. */
export function waiverPlace({ zone, address, port, transport, host, labels, seen, endpoints }: Finding): FindingPlace {
  return { level: 'waiver', zone, address, port, transport, host, labels, seen, endpoints, evidence: [] };
}
