import type { AddressRange, AddressValue, Family } from './address.ts';
import { rangeSize } from './address.ts';

/** Disjoint, ascending ranges that do not touch, IPv4 before IPv6. Only `mergeRanges` makes one; the operations keep it one. */
export type RangeSet = readonly AddressRange[];

/** The set of all addresses in some ranges, which may overlap and come in any order. */
export function mergeRanges(ranges: Iterable<AddressRange>): RangeSet {
  const merged: AddressRange[] = [];
  for (const range of [...ranges].sort(compareRanges)) {
    const previous = merged.at(-1);
    if (previous === undefined || previous.family !== range.family || previous.last + 1n < range.first) {
      merged.push(range);
    } else if (previous.last < range.last) {
      merged[merged.length - 1] = { ...previous, last: range.last };
    }
  }
  return merged;
}

/** What is in one set and not in the other. */
export function subtractRanges(from: RangeSet, minus: RangeSet): RangeSet {
  const left: AddressRange[] = [];
  let next = 0;
  for (const range of from) {
    let { first } = range;
    while (isBefore(minus[next], range)) next++;
    for (let hole = next; overlaps(minus[hole], range); hole++) {
      const { first: holeFirst, last: holeLast } = minus[hole] ?? range;
      if (first < holeFirst) left.push({ family: range.family, first, last: holeFirst - 1n });
      first = holeLast + 1n;
    }
    if (first <= range.last) left.push({ family: range.family, first, last: range.last });
  }
  return left;
}

/** Every address of one IP version. */
export function allOf(family: Family): AddressRange {
  return { family, first: 0n, last: family === 4 ? (1n << 32n) - 1n : (1n << 128n) - 1n };
}

/** Every address. */
export const ALL_ADDRESSES: RangeSet = [allOf(4), allOf(6)];

/** What is in both of two sets. */
export function intersectRanges(a: RangeSet, b: RangeSet): RangeSet {
  if (a === ALL_ADDRESSES) return b;
  if (b === ALL_ADDRESSES) return a;
  return subtractRanges(a, subtractRanges(a, b));
}

/** Whether a set holds an address; quick in sets of any size. */
export function holdsAddress(ranges: RangeSet, { family, value }: AddressValue): boolean {
  let [from, to] = [0, ranges.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (range.family < family || (range.family === family && range.last < value)) from = middle + 1;
    else to = middle;
  }
  const found = ranges[from];
  return found !== undefined && found.family === family && found.first <= value;
}

/** How many addresses a set holds. */
export function countAddresses(ranges: RangeSet): bigint {
  return ranges.reduce((sum, range) => sum + rangeSize(range), 0n);
}

/** By family, first and last address. */
export function compareRanges(a: AddressRange, b: AddressRange): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.last === b.last ? 0 : a.last < b.last ? -1 : 1;
}

function isBefore(range: AddressRange | undefined, other: AddressRange): boolean {
  if (range === undefined) return false;
  return range.family === other.family ? range.last < other.first : range.family < other.family;
}

function overlaps(range: AddressRange | undefined, other: AddressRange): boolean {
  return range?.family === other.family && range.first <= other.last && other.first <= range.last;
}
