import type { AddressRange, Family } from '../../model/address.ts';
import { parseAddress, rangeSize } from '../../model/address.ts';
import type { Labels } from '../../model/target.ts';
import type { IntentGroup, IntentRow, LabelSelector } from './intent-matrix.ts';
import { stretchAt, sweepIntervals } from './sweep-intervals.ts';
import type { Stretch } from './sweep-intervals.ts';

/** A group that a host belongs to, and how closely it is named there. */
export interface Membership {
  readonly group: IntentGroup;
  /** Addresses in the smallest range of the group that holds the host; null where only its labels fit. */
  readonly addresses: bigint | null;
}

/** Which groups addresses belong to. Equal answers are the same array, whatever the address. */
export interface GroupsByAddress {
  /** Canonical text. Those of another spelling, and what is no address, belong to none. */
  of(address: string): readonly Membership[];
  /** Every answer that there is. */
  readonly all: readonly (readonly Membership[])[];
}

const NOWHERE: readonly Membership[] = [];

/** @throws UsageError where too many ranges overlap */
export function groupsByAddress(groups: readonly IntentGroup[]): GroupsByAddress {
  const known = new Map<string, readonly Membership[]>();
  const numbers = new Map(groups.map((group, number) => [group, number]));
  const intern = (memberships: readonly Membership[]): readonly Membership[] => {
    const key = memberships.map(({ group, addresses }) => `${numbers.get(group)}:${addresses}`).join(' ');
    const found = known.get(key) ?? memberships;
    known.set(key, found);
    return found;
  };
  const stretchesOf = (family: Family): readonly Stretch<Membership>[] =>
    sweepIntervals(
      groups.flatMap((group) =>
        group.ranges.filter((range) => range.family === family).map((range) => intervalOf(group, range)),
      ),
    ).map(({ first, values }) => ({ first, values: intern(smallest(values, numbers)) }));
  const stretches = { 4: stretchesOf(4), 6: stretchesOf(6) };
  return {
    of(address) {
      const parsed = parseAddress(address);
      if (parsed === undefined) return NOWHERE;
      return stretchAt(stretches[parsed.family], parsed.value)?.values ?? NOWHERE;
    },
    all: [...known.values()],
  };
}

function intervalOf(group: IntentGroup, range: AddressRange): { first: bigint; last: bigint; value: Membership } {
  return { first: range.first, last: range.last, value: { group, addresses: rangeSize(range) } };
}

/** One membership for each group, the closest, in the order of the groups. */
function smallest(values: readonly Membership[], order: ReadonlyMap<IntentGroup, number>): readonly Membership[] {
  const best = new Map<IntentGroup, Membership>();
  for (const membership of values) {
    const other = best.get(membership.group);
    if (other === undefined || (membership.addresses ?? 0n) < (other.addresses ?? 0n)) {
      best.set(membership.group, membership);
    }
  }
  return [...best.values()].sort((a, b) => (order.get(a.group) ?? 0) - (order.get(b.group) ?? 0));
}

/** Whether a host's labels fit; a label that it lacks fits nothing. */
export function labelsFit(selector: LabelSelector, { tags = [], id, env, zone, owner }: Labels): boolean {
  return (
    (selector.tags === undefined || selector.tags.some((tag) => tags.includes(tag))) &&
    isOneOf(selector.ids, id) &&
    isOneOf(selector.env, env) &&
    isOneOf(selector.zone, zone) &&
    isOneOf(selector.owner, owner)
  );
}

function isOneOf(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return wanted === undefined || (value !== undefined && wanted.includes(value));
}

/** The rows of each group, in their order. */
export function rowsByGroup(rows: readonly IntentRow[]): ReadonlyMap<IntentGroup, readonly IntentRow[]> {
  const byGroup = new Map<IntentGroup, IntentRow[]>();
  for (const row of rows) {
    if (row.group === null) continue;
    const others = byGroup.get(row.group);
    if (others === undefined) byGroup.set(row.group, [row]);
    else others.push(row);
  }
  return byGroup;
}
