import type { AddressRange } from '../model/address.ts';
import type { HostSegment } from '../model/plan.ts';
import type { IdentityIndex } from './identity-index.ts';
import type { RangeSet } from '../model/range-set.ts';

/** Cuts a plan's addresses where names or labels may change; neighbours may still have equal ones. */
export function hostSegments(ranges: RangeSet, identities: IdentityIndex): readonly HostSegment[] {
  const cuts = { 4: cutsOf(identities, 4), 6: cutsOf(identities, 6) };
  const next = { 4: 0, 6: 0 };
  const segments: HostSegment[] = [];
  let firstHost = 0;
  for (const { family, first, last } of ranges) {
    for (let from = first; from <= last;) {
      while ((cuts[family][next[family]] ?? last + 1n) <= from) next[family]++;
      const cut = cuts[family][next[family]] ?? last + 1n;
      const end = cut <= last ? cut : last + 1n;
      const hosts = Number(end - from);
      segments.push({ firstHost, hosts, identity: identities.of({ family, value: from }) });
      firstHost += hosts;
      from = end;
    }
  }
  return segments;
}

/** Ascending addresses at which a named range begins, or the first after its end. */
function cutsOf(identities: IdentityIndex, family: AddressRange['family']): readonly bigint[] {
  const cuts = identities.ranges
    .filter((range) => range.family === family)
    .flatMap((range) => [range.first, range.last + 1n]);
  return [...new Set(cuts)].sort((a, b) => (a < b ? -1 : 1));
}
