import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIndexSet } from '../../src/model/index-set.ts';

describe('createIndexSet', () => {
  it('does what a Set does, whatever is added and deleted', () => {
    const index = fc.oneof(fc.nat(20), fc.nat(200_000), fc.integer({ min: 2 ** 40, max: 2 ** 40 + 9 }));
    const step = fc.record({ add: fc.boolean(), index });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.nat(200_000), (steps, first) => {
        const set = createIndexSet();
        const model = new Set<number>();
        for (const { add, index: at } of steps) {
          if (add) set.add(at);
          else set.delete(at);
          if (add) model.add(at);
          else model.delete(at);
        }
        const expected = [...model].filter((at) => at >= first && at < 250_000).sort((a, b) => a - b);
        expect([...set.within(first, 250_000)]).toEqual(expected);
        expect(set.size).toBe(model.size);
        expect(steps.every(({ index: at }) => set.has(at) === model.has(at))).toBe(true);
      }),
    );
  });

  it('stays right where a chunk turns from a list into bits, and when it is emptied again', () => {
    const set = createIndexSet();
    for (let index = 99_999; index >= 0; index--) set.add(index);
    expect([set.size, set.has(0), set.has(65_535), set.has(65_536), set.has(100_000)]).toEqual([
      100_000,
      true,
      true,
      true,
      false,
    ]);
    for (let index = 0; index < 100_000; index++) if (index !== 70_000) set.delete(index);
    expect([...set.within(0, 1_000_000)]).toEqual([70_000]);
  });
});
