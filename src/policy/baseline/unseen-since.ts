import type { Sighting, Vantage } from '../../model/report.ts';

/** As many sightings as a finding tells of. */
const MOST_SEEN = 32;

/**
 * Earlier sightings of an open endpoint that nothing has refuted: the vantage did not look this time, could not ask, or heard only a silence that
 * proves nothing. Without them a finding that only others confirm meanwhile would pass for resolved once it is closed to those others.
 */
export function unseenSince(
  before: readonly Sighting[],
  now: readonly Sighting[],
  vantages: readonly Vantage[],
): readonly Sighting[] {
  const settled = new Set(now.filter((seen) => isSettled(seen, vantages)).map(({ vantage }) => vantage));
  return before.filter(({ vantage, state }) => state === 'open' && !settled.has(vantage)).slice(0, MOST_SEEN);
}

function isSettled({ vantage, state }: Sighting, vantages: readonly Vantage[]): boolean {
  if (state === 'open' || state === 'closed') return true;
  return (
    state === 'filtered' &&
    vantages.filter(({ id }) => id === vantage).every(({ complete, health }) => complete && health === 'confirmed')
  );
}

/** What was seen, with earlier sightings in the place of those that say nothing. */
export function withEarlier(seen: readonly Sighting[], earlier: readonly Sighting[]): readonly Sighting[] {
  const replaced = new Set(earlier.map(({ vantage }) => vantage));
  return [...seen.filter(({ vantage }) => !replaced.has(vantage)), ...earlier];
}
