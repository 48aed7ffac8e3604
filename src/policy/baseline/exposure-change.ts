import type { Sighting } from '../../model/report.ts';

/** From where an endpoint is open: `internet (2 of 3 vantages), office`; `nowhere` where from none that asked. Vantages without a zone stand for themselves. */
export function exposureText(seen: readonly Sighting[]): string {
  const zones = [...byZone(seen.filter(isTold))].sort(([a], [b]) => (a < b ? -1 : 1));
  const open = zones.flatMap(([zone, vantages]) => {
    const witnesses = vantages.filter(isOpen).length;
    if (witnesses === 0) return [];
    return [witnesses === vantages.length ? zone : `${zone} (${witnesses} of ${vantages.length} vantages)`];
  });
  return open.length === 0 ? 'nowhere' : open.join(', ');
}

/** Whether an endpoint is open to somebody it was not open to: from another zone, or from a vantage that was refused before. */
export function isWorseExposure(before: readonly Sighting[], now: readonly Sighting[]): boolean {
  const openZones = new Set(before.filter(isOpen).map(zoneOf));
  const refused = new Set(before.filter(isRefused).map(({ vantage }) => vantage));
  return now.filter(isOpen).some((seen) => !openZones.has(zoneOf(seen)) || refused.has(seen.vantage));
}

/** Whether it is open from other zones, or from others of the vantages that asked both times; who asked is no change. */
export function isOtherExposure(before: readonly Sighting[], now: readonly Sighting[]): boolean {
  if (isWorseExposure(before, now)) return true;
  const openZones = new Set(now.filter(isOpen).map(zoneOf));
  const asked = new Set(now.filter(isTold).map(zoneOf));
  const refused = new Set(now.filter(isRefused).map(({ vantage }) => vantage));
  return before
    .filter(isOpen)
    .some((seen) => (asked.has(zoneOf(seen)) && !openZones.has(zoneOf(seen))) || refused.has(seen.vantage));
}

function isOpen({ state }: Sighting): boolean {
  return state === 'open';
}

function isRefused({ state }: Sighting): boolean {
  return state === 'closed' || state === 'filtered';
}

/** Who could not ask, or heard nothing that says anything, is no witness. */
function isTold(seen: Sighting): boolean {
  return isOpen(seen) || isRefused(seen);
}

function zoneOf({ zone, vantage }: Sighting): string {
  return zone ?? vantage;
}

function byZone(seen: readonly Sighting[]): ReadonlyMap<string, readonly Sighting[]> {
  const zones = new Map<string, Sighting[]>();
  for (const each of seen) {
    const known = zones.get(zoneOf(each));
    if (known === undefined) zones.set(zoneOf(each), [each]);
    else known.push(each);
  }
  return zones;
}
