import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueQueue } from '../../src/net/due-queue.ts';

describe('due queue', () => {
  it('gives every item once, none before its time, in order to 5 ms', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 })), (times) => {
        const queue = new DueQueue<number>();
        for (const time of times) queue.add(time, time);
        const taken: number[] = [];
        while (queue.size > 0) {
          const now = queue.dueAt;
          const item = queue.take(now);
          if (item === undefined) throw new Error('nothing although something is due');
          expect(item).toBeLessThanOrEqual(now);
          expect(now - item).toBeLessThan(5);
          taken.push(item);
        }
        expect(taken.toSorted((a, b) => a - b)).toEqual(times.toSorted((a, b) => a - b));
        expect(queue.dueAt).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('gives nothing early', () => {
    const queue = new DueQueue<string>();
    queue.add('later', 100);
    expect(queue.take(99)).toBeUndefined();
    expect(queue.take(100)).toBe('later');
  });
});
