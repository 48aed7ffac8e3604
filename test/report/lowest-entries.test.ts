import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLowestEntries } from '../../src/report/lowest-entries.ts';

it('keeps the values of the lowest keys, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1_000), { maxLength: 100 }), (keys) => {
      const entries = createLowestEntries<string>(10);
      for (const key of keys) entries.set(key, `value ${key}`);
      const lowest = [...keys].sort((a, b) => a - b).slice(0, 10);
      expect(entries.values()).toEqual(lowest.map((key) => `value ${key}`));
    }),
  );
});

it('replaces and deletes', () => {
  const entries = createLowestEntries<string>(2);
  entries.set(5, 'a');
  entries.set(5, 'b');
  entries.set(7, 'c');
  entries.delete(7);
  expect(entries.values()).toEqual(['b']);
});
