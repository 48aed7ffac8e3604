import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimerWheel } from '../../src/net/timer-wheel.ts';

/** Wider than a tick of the wheel. */
const PRECISION_MS = 8;

describe('timer wheel', () => {
  it('takes each number once, never before its time and soon after it, whatever was added and removed', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ add: fc.integer({ min: 0, max: 3000 }), inMs: fc.integer({ min: -10, max: 20_000 }) }),
        fc.record({ remove: fc.integer({ min: 0, max: 3000 }) }),
        fc.record({ sleepMs: fc.integer({ min: 0, max: 9000 }) }),
      ),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        let now = 1_000_003.7;
        const wheel = new TimerWheel(now);
        const due = new Map<number, number>();
        for (const step of list) {
          if ('add' in step && !due.has(step.add)) {
            wheel.add(step.add, now + step.inMs);
            // What is due already is taken with the next tick.
            due.set(step.add, Math.max(now, now + step.inMs));
          } else if ('remove' in step && due.delete(step.remove)) wheel.remove(step.remove);
          else if ('sleepMs' in step) now += step.sleepMs;
          const taken: number[] = [];
          wheel.expire(now, (item) => taken.push(item));
          for (const item of taken) {
            expect(due.get(item)).toBeLessThanOrEqual(now);
            due.delete(item);
          }
          for (const at of due.values()) expect(at).toBeGreaterThan(now - PRECISION_MS);
          expect(wheel.size).toBe(due.size);
        }
      }),
    );
  });

  it('never sleeps past what is due, and sleeps where nothing is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 20 }), (delays) => {
        let now = 500.25;
        const wheel = new TimerWheel(now);
        for (const [item, delay] of delays.entries()) wheel.add(item, now + delay);
        const left = new Map(delays.map((delay, item) => [item, now + delay]));
        for (let wakes = 0; left.size > 0; wakes++) {
          // A wheel of four seconds turns a few times; without waiting it would be thousands.
          expect(wakes).toBeLessThan(100);
          const wait = wheel.waitMs(now, 1000);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(1000);
          now += Math.max(wait, 0.01);
          wheel.expire(now, (item) => left.delete(item));
          for (const at of left.values()) expect(at).toBeGreaterThan(now - PRECISION_MS);
        }
        expect(wheel.waitMs(now, 1000)).toBe(1000);
      }),
    );
  });
});
