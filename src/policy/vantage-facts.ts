import type { Facts } from '../model/facts.ts';
import { reachFact } from '../model/reach-fact.ts';
import type { DetailValue } from '../model/detail-value.ts';
import type { Sighting, Vantage } from '../model/report.ts';
import { exposureOf, reachOf } from './reach.ts';

/** Vantages that are judged together. */
export interface Zone {
  readonly name: string;
  /** Ids. */
  readonly vantages: readonly string[];
  /** Vantages that must have looked before `not open` is believed. */
  readonly quorum: number;
}

/** A place that probes started from, as far as rules know it. */
export type VantageHealth = Pick<Vantage, 'id' | 'health'> & Partial<Pick<Vantage, 'controls'>>;

const WORST_FIRST = ['failed', 'no-control', 'confirmed'] as const;
const MOST_REMEMBERED = 10_000;

/**
 * What rules may know of where an endpoint was looked at from, and of what all vantages saw together. Names and zone of the vantage only
 * where there is one.
 */
export function vantageFacts(
  zones: readonly Zone[],
  vantages: readonly VantageHealth[],
): (seen: readonly Sighting[]) => Facts {
  const healthOf = new Map(vantages.map(({ id, health }) => [id, health]));
  const remembered = new Map<string, Facts>();

  function factsOf(seen: readonly Sighting[]): Facts {
    const stateOf = new Map(seen.map(({ vantage, state }) => [vantage, state]));
    const [first] = seen;
    const only = seen.length === 1 ? first : undefined;
    const zone = seen.every((sighting) => sighting.zone === first?.zone) ? first?.zone : undefined;
    const health = WORST_FIRST.find((name) => seen.some(({ vantage }) => healthOf.get(vantage) === name));
    const reaches = zones.map(({ name, vantages: ids, quorum }) => {
      const states = ids.map((id) => stateOf.get(id) ?? 'not-tested');
      return { name, states, reach: reachOf(states, quorum) };
    });
    return Object.fromEntries<DetailValue>([
      ...(only === undefined ? [] : [['vantage.id', only.vantage] as const]),
      ...(typeof zone === 'string' ? [['vantage.zone', zone] as const] : []),
      ...(health === undefined ? [] : [['vantage.health', health] as const]),
      ...reaches.flatMap(({ name, reach }) => (reach === undefined ? [] : [[reachFact(name), reach] as const])),
      ...exposure(reaches),
    ]);
  }

  return (seen) => {
    const key = seen.map(({ vantage, state }) => `${vantage} ${state}`).join();
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const facts = factsOf(seen);
    remembered.set(key, facts);
    return facts;
  };
}

function exposure(reaches: Parameters<typeof exposureOf>[0]): readonly (readonly ['exposure', string])[] {
  const found = exposureOf(reaches);
  return found === undefined ? [] : [['exposure', found]];
}
