import { UsageError } from '../model/errors.ts';
import { plural } from '../model/quantity-text.ts';
import type { PlanPart } from '../model/request.ts';
import { sliceRanges } from '../model/slice-ranges.ts';
import type { RangeSet } from '../model/range-set.ts';
import { countAddresses } from '../model/range-set.ts';

/**
 * The hosts of one part: the contiguous slice from `floor(H * (index - 1) / count)` to `floor(H * index / count)` of H hosts in ascending order.
 * The parts of one plan are disjoint, together the whole, and differ by one host at most. Null gives all hosts.
 * @throws UsageError where the part holds none
 */
export function rangesOfPart(ranges: RangeSet, part: PlanPart | null): RangeSet {
  if (part === null) return ranges;
  const { index, count } = part;
  const hosts = countAddresses(ranges);
  const from = (hosts * BigInt(index - 1)) / BigInt(count);
  const to = (hosts * BigInt(index)) / BigInt(count);
  if (from === to) {
    throw new UsageError(`of ${plural(Number(hosts), 'host')} none falls into part ${index} of ${count}`, {
      hint: `ask for ${hosts} parts at most`,
    });
  }
  return sliceRanges(ranges, from, to - from);
}
