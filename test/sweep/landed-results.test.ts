import { describe, expect, it } from 'vitest';
import { LandedResults } from '../../src/sweep/landed-results.ts';

describe('landed results', () => {
  it('come out once, whole and in their order, however many wait', () => {
    const landed = new LandedResults();
    for (let round = 0; round < 3; round++) {
      for (let slot = 0; slot < 5000; slot++) landed.push(0xffff_ffff - slot, slot % 23, slot % 256, slot * 3);
      expect(landed.size).toBe(5000);
      const seen: number[][] = [];
      landed.drain((...result) => seen.push(result));
      expect(seen).toEqual(Array.from({ length: 5000 }, (_, i) => [0xffff_ffff - i, i % 23, i % 256, i * 3]));
      expect(landed.size).toBe(0);
    }
  });

  it('keep what lands while they are delivered for the next time', () => {
    const landed = new LandedResults();
    landed.push(1, 1, 1, 1);
    const seen: number[] = [];
    const deliver = (slot: number): void => {
      seen.push(slot);
      if (slot < 4) landed.push(slot + 1, 1, 1, 1);
    };
    for (let expected = 1; expected <= 4; expected++) {
      landed.drain(deliver);
      expect(seen).toHaveLength(expected);
    }
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(landed.size).toBe(0);
  });
});
