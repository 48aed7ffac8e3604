import type { AddressRange } from '../../model/address.ts';
import { parseAddress, rangeContains, rangeSize } from '../../model/address.ts';
import type { ReportHost } from '../../model/report.ts';
import { labelsFit } from '../intent/group-membership.ts';
import type { IntentGroup } from '../intent/intent-matrix.ts';
import type { GroupHosts } from './assessed-in.ts';
import type { InGroup } from './match-finding.ts';

/** What waivers ask of the groups of an intent matrix. */
export interface IntentGroups {
  readonly inGroup: InGroup;
  /** The members among the hosts of a report; undefined where it lacks an address of the group. */
  readonly among: (hosts: readonly ReportHost[]) => GroupHosts;
}

type Member = Pick<ReportHost, 'address' | 'labels'>;

/** @param groups by name; none where there is no matrix */
export function intentGroups(groups: ReadonlyMap<string, IntentGroup> = new Map()): IntentGroups {
  return {
    inGroup: (finding, name) => isMember(finding, groups.get(name)),
    among: (hosts) => (name) => {
      const group = groups.get(name);
      if (group === undefined) return undefined;
      const inside = hosts.filter(({ address }) => isInside(address, group.ranges));
      const complete = BigInt(inside.length) === sizeOf(group.ranges);
      return complete ? hosts.filter((host) => isMember(host, group)) : undefined;
    },
  };
}

function isMember({ address, labels }: Member, group: IntentGroup | undefined): boolean {
  if (group === undefined) return false;
  return isInside(address, group.ranges) || (group.labels !== null && labelsFit(group.labels, labels));
}

function isInside(address: string, ranges: readonly AddressRange[]): boolean {
  const parsed = parseAddress(address);
  return parsed !== undefined && ranges.some((range) => rangeContains(range, parsed));
}

/** Addresses in any of the ranges, which may overlap. */
function sizeOf(ranges: readonly AddressRange[]): bigint {
  const sorted = ranges.toSorted((a, b) => a.family - b.family || (a.first < b.first ? -1 : 1));
  let size = 0n;
  let last: AddressRange | undefined;
  for (const range of sorted) {
    const first = last?.family === range.family && last.last >= range.first ? last.last + 1n : range.first;
    if (range.last < first) continue;
    last = { ...range, first };
    size += rangeSize(last);
  }
  return size;
}
