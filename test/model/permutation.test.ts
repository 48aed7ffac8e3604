import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permutation } from '../../src/model/permutation.ts';

function first(seed: string): readonly number[] {
  return Array.from({ length: 50 }, (_, index) => permutation(1e6, seed)(index));
}

describe('permutation', () => {
  it('visits every index exactly once, whatever size and seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.string(), (size, seed) => {
        const order = permutation(size, seed);
        const visited = Array.from({ length: size }, (_, index) => order(index));
        expect(visited.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, index) => index));
      }),
    );
  });

  it('visits every index of a million exactly once, in well under a second', () => {
    const size = 1_000_003;
    const order = permutation(size, 'seed');
    const seen = new Uint8Array(size);
    for (let index = 0; index < size; index++) seen[order(index)] = 1;
    expect(seen.every((mark) => mark === 1)).toBe(true);
  });

  it.each([2 ** 32 + 1, 2 ** 52, 2 ** 52 + 1, 2 ** 53 - 1, 2 ** 53])(
    'stays inside and does not collide for size %d',
    (size) => {
      const order = permutation(size, 'seed');
      const values = new Set<number>();
      const step = Math.floor(size / 20_000);
      for (let index = 0; index < 20_000; index++) {
        const value = order(index * step);
        expect(Number.isSafeInteger(value) && value >= 0 && value < size).toBe(true);
        values.add(value);
      }
      expect(values.size).toBe(20_000);
    },
  );

  it('gives the same order for the same seed and another for another', () => {
    expect(first('a')).toEqual(first('a'));
    expect(first('a')).not.toEqual(first('b'));
    expect(first('')).not.toEqual(first('0'));
  });

  it('spreads neighbours over the hosts: a window of 1000 probes meets hundreds of 1024 hosts', () => {
    const ports = 100;
    const order = permutation(1024 * ports, 'seed');
    for (let start = 0; start < 100_000; start += 10_000) {
      const perHost = new Map<number, number>();
      for (let index = start; index < start + 1000; index++) {
        const host = Math.floor(order(index) / ports);
        perHost.set(host, (perHost.get(host) ?? 0) + 1);
      }
      // Random throws give 638 different hosts and hardly ever more than 8 on one.
      expect(perHost.size).toBeGreaterThan(560);
      expect(Math.max(...perHost.values())).toBeLessThan(12);
    }
  });

  it.each([-1, 0.5, NaN, 2 ** 53 + 2])('refuses the size %d', (size) => {
    expect(() => permutation(size, 'seed')).toThrow(RangeError);
  });

  it.each([-1, 10, 0.5, NaN])('refuses the index %d of 10', (index) => {
    expect(() => permutation(10, 'seed')(index)).toThrow(RangeError);
  });
});
