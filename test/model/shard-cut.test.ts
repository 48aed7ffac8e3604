import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShardCut } from '../../src/model/shard-cut.ts';

const sizes = fc.record({
  hosts: fc.integer({ min: 0, max: 500 }),
  ports: fc.integer({ min: 1, max: 40 }),
  most: fc.integer({ min: 1, max: 300 }),
});

describe('createShardCut', () => {
  it('cuts whole hosts, leaves none out and counts none twice', () => {
    fc.assert(
      fc.property(sizes, ({ hosts, ports, most }) => {
        const cut = createShardCut(hosts, ports, most);
        let next = 0;
        for (let shard = 0; shard < cut.count; shard++) {
          expect(cut.firstOf(shard)).toBe(next);
          expect(cut.sizeOf(shard) % ports).toBe(0);
          expect(cut.sizeOf(shard)).toBeGreaterThan(0);
          expect(cut.sizeOf(shard)).toBeLessThanOrEqual(Math.max(most, ports));
          expect([cut.shardOf(next), cut.shardOf(next + cut.sizeOf(shard) - 1)]).toEqual([shard, shard]);
          next += cut.sizeOf(shard);
        }
        expect(next).toBe(hosts * ports);
      }),
    );
  });

  it('cuts a /8 with 100 ports without building anything', () => {
    const cut = createShardCut(2 ** 24, 100);
    expect(cut.sizeOf(0)).toBe(1_048_500);
    expect(cut.count).toBe(Math.ceil(2 ** 24 / 10_485));
    expect(cut.firstOf(cut.count - 1) + cut.sizeOf(cut.count - 1)).toBe(2 ** 24 * 100);
  });

  it.each([-1, 2, 0.5])('has no shard %d', (shard) => {
    const cut = createShardCut(10, 10, 50);
    expect(() => cut.firstOf(shard)).toThrow(RangeError);
    expect(() => cut.sizeOf(shard)).toThrow(RangeError);
  });
});
