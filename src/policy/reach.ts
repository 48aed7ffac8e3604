import type { EndpointState } from '../model/observation.ts';

/** What one vantage saw of an endpoint; `not-tested` where it did not look. */
export type SeenState = EndpointState | 'not-tested';

const REACHES = ['open', 'mixed', 'closed', 'blocked'] as const;
export type Reach = (typeof REACHES)[number];

/** Whether a value is one of them. */
export function isReach(value: unknown): value is Reach {
  return REACHES.some((reach) => reach === value);
}

/**
 * What the vantages of a zone saw together. `open` needs one witness, `not open` needs the quorum: with fewer that could tell, it is not known.
 * @param quorum vantages that must have an answer, at least 1
 */
export function reachOf(states: readonly SeenState[], quorum: number): Reach | undefined {
  const open = states.filter((state) => state === 'open').length;
  const closed = states.filter((state) => state === 'closed').length;
  const filtered = states.filter((state) => state === 'filtered').length;
  if (open > 0) return closed + filtered > 0 ? 'mixed' : 'open';
  if (closed + filtered < Math.max(1, quorum)) return undefined;
  return closed > 0 ? 'closed' : 'blocked';
}

/**
 * From how far an endpoint can be reached: `global`, open from every vantage of the zone internet and at least two; `single`, open from there, but not
 * shown from every one of several; `partial`, open from some of them only; `internal`, from other zones only; `none`, from no zone.
 */
export type Exposure = 'global' | 'single' | 'partial' | 'internal' | 'none';

/** The zone that anybody may be in. */
const ANYBODY = 'internet';

interface ZoneReach {
  readonly name: string;
  readonly states: readonly SeenState[];
  readonly reach: Reach | undefined;
}

/** `undefined` while it is not known from every zone that matters. */
export function exposureOf(zones: readonly ZoneReach[]): Exposure | undefined {
  const internet = zones.find(({ name }) => name === ANYBODY);
  if (internet === undefined || internet.reach === undefined) return undefined;
  if (internet.reach === 'mixed') return 'partial';
  if (internet.reach === 'open') {
    return internet.states.length > 1 && internet.states.every((state) => state === 'open') ? 'global' : 'single';
  }
  const others = zones.filter((zone) => zone !== internet);
  if (others.some(({ reach }) => reach === 'open' || reach === 'mixed')) return 'internal';
  return others.every(({ reach }) => reach !== undefined) ? 'none' : undefined;
}
