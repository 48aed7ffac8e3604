import type { AddressRange } from './address.ts';
import { rangeSize } from './address.ts';

/** The addresses number `from` to `from + count - 1` of a list of ranges, as ranges. */
export function sliceRanges(ranges: readonly AddressRange[], from: bigint, count: bigint): readonly AddressRange[] {
  const end = from + count;
  const slice: AddressRange[] = [];
  let start = 0n;
  for (const range of ranges) {
    const next = start + rangeSize(range);
    if (next > from && start < end) {
      const head = from > start ? from - start : 0n;
      const tail = next > end ? next - end : 0n;
      slice.push({ family: range.family, first: range.first + head, last: range.last - tail });
    }
    start = next;
  }
  return slice;
}
