import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddressRange } from '../../src/model/address.ts';
import { createAddressCounter } from '../../src/targets/address-counter.ts';
import { countAddresses, mergeRanges, subtractRanges } from '../../src/model/range-set.ts';

/** Small numbers, so that ranges meet, touch and nest all the time. */
const range = fc
  .tuple(fc.constantFrom(4 as const, 6 as const), fc.nat({ max: 40 }), fc.nat({ max: 12 }))
  .map(([family, first, length]): AddressRange => ({ family, first: BigInt(first), last: BigInt(first + length) }));
const ranges = fc.array(range, { maxLength: 12 });

/** The same as a plain set, to compare with. */
function members(list: readonly AddressRange[]): Set<string> {
  const found = new Set<string>();
  for (const { family, first, last } of list)
    for (let value = first; value <= last; value++) found.add(`${family}/${value}`);
  return found;
}

function isTidy(list: readonly AddressRange[]): boolean {
  return list.every((current, index) => {
    const previous = list[index - 1];
    if (current.first > current.last) return false;
    if (previous === undefined || previous.family < current.family) return true;
    return previous.family === current.family && previous.last + 1n < current.first;
  });
}

describe('range sets', () => {
  it('merge to the same addresses, disjoint, ascending and not touching', () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const merged = mergeRanges(list);
        expect(members(merged)).toEqual(members(list));
        expect(isTidy(merged)).toBe(true);
        expect(countAddresses(merged)).toBe(BigInt(members(list).size));
      }),
    );
  });

  it('subtract exactly what is in the other set and lose nothing else', () => {
    fc.assert(
      fc.property(ranges, ranges, (list, minus) => {
        const left = subtractRanges(mergeRanges(list), mergeRanges(minus));
        const gone = members(minus);
        expect(members(left)).toEqual(new Set([...members(list)].filter((address) => !gone.has(address))));
        expect(isTidy(left)).toBe(true);
      }),
    );
  });

  it('count the addresses in a range without listing them', () => {
    fc.assert(
      fc.property(ranges, range, (list, window) => {
        const inside = members([window]);
        const expected = [...members(list)].filter((address) => inside.has(address)).length;
        expect(createAddressCounter(mergeRanges(list))(window)).toBe(BigInt(expected));
      }),
    );
  });
});
