import { describe, expect, it } from 'vitest';
import { closest } from '../../src/model/closest.ts';

describe('closest', () => {
  it.each([
    ['rat', ['rate', 'timeout'], 'rate'],
    ['databses', ['dev', 'databases'], 'databases'],
    ['ownre', ['owner', 'zone'], 'owner'],
    ['OWNER', ['owner'], 'owner'],
    ['hihg', ['high', 'info'], 'high'],
    ['expect_opne', ['expect_open'], 'expect_open'],
    ['xyz', ['owner', 'zone'], undefined],
    ['a', ['b'], undefined],
    ['anything', [], undefined],
    ['', ['id'], undefined],
  ])('finds for %j among %j: %j', (word, candidates, found) => {
    expect(closest(word, candidates)).toBe(found);
  });

  it('prefers the nearer candidate and the earlier one of two as near', () => {
    expect(closest('tag', ['tabs', 'tags'])).toBe('tags');
    expect(closest('cat', ['car', 'cap'])).toBe('car');
  });

  it('does no work on words that are no typing mistake', () => {
    expect(closest('a'.repeat(1e6), ['a'.repeat(1e6)])).toBeUndefined();
  });
});
