import type { AddressRange, Family } from '../model/address.ts';
import { rangeSize } from '../model/address.ts';
import type { RangeSet } from '../model/range-set.ts';

/** How many addresses of a set lie in a range: two binary searches over running totals, however wide the range. */
export function createAddressCounter(set: RangeSet): (range: AddressRange) => bigint {
  const totals = { 4: runningTotals(set, 4), 6: runningTotals(set, 6) };
  return ({ family, first, last }) => countUpTo(totals[family], last) - countUpTo(totals[family], first - 1n);
}

interface Total {
  readonly range: AddressRange;
  /** Addresses in the ranges before this one. */
  readonly before: bigint;
}

function runningTotals(set: RangeSet, family: Family): readonly Total[] {
  let before = 0n;
  return set
    .filter((range) => range.family === family)
    .map((range) => {
      const total = { range, before };
      before += rangeSize(range);
      return total;
    });
}

/** Addresses of the set that are not above a value. */
function countUpTo(totals: readonly Total[], value: bigint): bigint {
  let low = 0;
  let high = totals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((totals[middle]?.range.first ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  const total = totals[low - 1];
  if (total === undefined) return 0n;
  return total.before + (value < total.range.last ? value : total.range.last) - total.range.first + 1n;
}
