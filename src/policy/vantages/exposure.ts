import type { Reach, VantageState } from './reach.ts';

/**
 * How far an endpoint is exposed: `global`, open from every internet vantage and at least two of them; `single`, open from the internet, but not shown from
 * every one of several vantages; `partial`, open from some internet vantages and not from others; `internal`, not open from the internet but from another zone;
 * `none`, not open from any zone.
 */
export const EXPOSURES = ['global', 'single', 'partial', 'internal', 'none'] as const;
export type Exposure = (typeof EXPOSURES)[number];

/** What is known of one endpoint from one zone. */
export interface ZoneView {
  readonly zone: string;
  /** As `reachOf` says. */
  readonly reach: Reach | undefined;
  /** One for each vantage of the zone, those that did not ask included. */
  readonly states: readonly VantageState[];
}

/** The zone that strangers are in. */
export const INTERNET = 'internet';

/** All zones together; `undefined` where too little is known to say. */
export function exposureOf(zones: readonly ZoneView[]): Exposure | undefined {
  const internet = zones.find(({ zone }) => zone === INTERNET);
  if (internet?.reach === 'mixed') return 'partial';
  if (internet?.reach === 'open') return isEverywhere(internet.states) ? 'global' : 'single';
  const openElsewhere = zones.some(({ reach }) => reach === 'open' || reach === 'mixed');
  if (openElsewhere) return internet?.reach === undefined ? undefined : 'internal';
  return zones.length > 0 && zones.every(({ reach }) => reach !== undefined) ? 'none' : undefined;
}

function isEverywhere(states: readonly VantageState[]): boolean {
  return states.length >= 2 && states.every((state) => state === 'open');
}
