import type { AddressRange } from './address.ts';
import { rangeSize } from './address.ts';

/** The addresses number `first` to `first + count - 1` of a list of ranges, as ranges. */
export function sliceRanges(ranges: readonly AddressRange[], first: number, count: number): readonly AddressRange[] {
  const from = BigInt(first);
  const end = from + BigInt(count);
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
