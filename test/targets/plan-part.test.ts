import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRange, rangeSize } from '../../src/model/address.ts';
import type { AddressRange } from '../../src/model/address.ts';
import { rangesOfPart } from '../../src/targets/plan-part.ts';
import { countAddresses, mergeRanges } from '../../src/model/range-set.ts';
import { fakeSources, request } from './fake-sources.ts';
import { loadTargets } from '../../src/targets/load-targets.ts';
import { lineOf } from './user-error.ts';

const range = fc
  .tuple(fc.constantFrom(4 as const, 6 as const), fc.nat({ max: 400 }), fc.nat({ max: 40 }))
  .map(([family, first, length]): AddressRange => ({ family, first: BigInt(first), last: BigInt(first + length) }));
const wholes = fc.array(range, { minLength: 1, maxLength: 12 }).map(mergeRanges);

function addressesIn(ranges: readonly AddressRange[]): readonly string[] {
  return ranges.flatMap(({ family, first, last }) =>
    Array.from({ length: Number(last - first) + 1 }, (_, offset) => `${family}/${first + BigInt(offset)}`),
  );
}

describe('rangesOfPart', () => {
  it('gives parts that are disjoint, in order, even, and together the whole', () => {
    fc.assert(
      fc.property(wholes, fc.integer({ min: 1, max: 60 }), (whole, wanted) => {
        const count = Math.min(wanted, Number(countAddresses(whole)));
        const parts = Array.from({ length: count }, (_, at) => rangesOfPart(whole, { index: at + 1, count }));
        expect(parts.flatMap(addressesIn)).toEqual(addressesIn(whole));
        const sizes = parts.map((part) => Number(countAddresses(part)));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('shares out addresses that no number can count', () => {
    const whole: AddressRange = { family: 6, first: 0n, last: 2n ** 112n - 1n };
    const parts = [1, 2, 3].flatMap((index) => rangesOfPart([whole], { index, count: 3 }));
    expect(parts.reduce((sum, part) => sum + rangeSize(part), 0n)).toBe(2n ** 112n);
    expect(parts.slice(1).map(({ first }, at) => first - (parts[at]?.last ?? 0n))).toEqual([1n, 1n]);
  });

  it('without a part is the whole', () => {
    const whole = mergeRanges([{ family: 4, first: 1n, last: 9n }]);
    expect(rangesOfPart(whole, null)).toEqual(whole);
  });
});

describe('loadTargets with a part', () => {
  it('plans the part, and keeps targets, permission and exclusions whole', async () => {
    const asked = request(['10.0.0.0/28', 'fd00::/127'], { exclude: ['10.0.0.3'], ports: '22,80' });
    const loaded = await loadTargets(asked, fakeSources(), { index: 3, count: 4 });
    expect(loaded.plan.ranges.map(formatRange)).toEqual(['10.0.0.9-10.0.0.12']);
    expect(loaded.plan.size).toBe(8);
    expect(loaded.targets.map(({ addresses }) => addresses)).toEqual([16, 2]);
    expect(loaded.exclusions.map(({ addresses }) => addresses)).toEqual([1]);
  });

  it('refuses an empty part in one line', async () => {
    const load = () => loadTargets(request(['10.0.0.0/31']), fakeSources(), { index: 1, count: 3 });
    expect(await lineOf(load)).toBe('of 2 hosts none falls into part 1 of 3 - ask for 2 parts at most');
  });
});
