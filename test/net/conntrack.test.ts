import { describe, expect, it } from 'vitest';
import { ConnectionTable, isFullBy } from '../../src/net/conntrack.ts';

describe('connection table', () => {
  it.each([
    [0, 0, false],
    [100, 0, false],
    [249_000, 262_144, false],
    [249_100, 262_144, true],
    [262_144, 262_144, true],
  ])('%i of %i', (count, most, full) => {
    expect(isFullBy(count, most)).toBe(full);
  });

  it('reads what this machine says, if it tracks connections at all', () => {
    expect(new ConnectionTable().isFull).toBe(false);
  });
});
