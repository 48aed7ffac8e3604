import { UsageError } from '../../model/errors.ts';

/** From `first` to `last`, both included. */
export interface Interval<Value> {
  readonly first: bigint;
  readonly last: bigint;
  readonly value: Value;
}

/** A stretch over which the same intervals hold, up to where the next one begins. */
export interface Stretch<Value> {
  readonly first: bigint;
  readonly values: readonly Value[];
}

/** What no matrix that people maintain comes near: memory is linear in it. */
const MOST_HELD = 5_000_000;

/**
 * Cuts overlapping intervals into stretches, ascending; the gaps between them, and what is behind the last one, are stretches without values.
 * @throws UsageError where so many overlap that the stretches would hold millions of values
 */
export function sweepIntervals<Value>(intervals: readonly Interval<Value>[]): readonly Stretch<Value>[] {
  const ends = intervals.flatMap((interval) => [
    { at: interval.first, interval, opens: true },
    { at: interval.last + 1n, interval, opens: false },
  ]);
  ends.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const active = new Set<Interval<Value>>();
  const stretches: Stretch<Value>[] = [];
  let held = 0;
  for (const [index, { at, interval, opens }] of ends.entries()) {
    if (opens) active.add(interval);
    else active.delete(interval);
    if (ends[index + 1]?.at === at) continue;
    held += active.size;
    if (held > MOST_HELD) throw new UsageError('too many ranges overlap', { hint: 'name each range in one group' });
    stretches.push({ first: at, values: Array.from(active, ({ value }) => value) });
  }
  return stretches;
}

/** The stretch that holds a value; `undefined` before the first one. */
export function stretchAt<Item extends { readonly first: bigint | number }>(
  stretches: readonly Item[],
  value: Item['first'],
): Item | undefined {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stretches[middle]?.first ?? value) <= value) low = middle + 1;
    else high = middle;
  }
  return stretches[low - 1];
}
