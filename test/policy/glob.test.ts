import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/policy/glob.ts';

describe('globMatcher', () => {
  it.each([
    ['nginx', 'nginx', true],
    ['nginx', 'nginx/1.22', false],
    ['nginx*', 'nginx', true],
    ['*nginx', 'openresty nginx', true],
    ['a*b*c', 'aXXbYYbZZc', true],
    ['a*b*c', 'aXXbYY', false],
    ['*[Jenkins]*', 'Sign in [Jenkins]', true],
    ['*[Jenkins]*', 'Sign in J', false],
    ['?', '', false],
    ['?', 'x', true],
    ['TLSv1.?', 'TLSv1.3', true],
    ['*', '', true],
    ['', '', true],
    ['', 'x', false],
    ['a.c', 'abc', false],
  ])('%j and %j: %j', (pattern, text, expected) => {
    expect(globMatcher(pattern)(text)).toBe(expected);
  });

  it('agrees with the regular expression of the same meaning', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const plain = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(short, plain, (pattern, text) => {
        const regular = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(globMatcher(pattern)(text)).toBe(regular.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes many stars over a long text that nearly matches', () => {
    const matches = globMatcher(`${'a*'.repeat(60)}b`);
    const startedAt = performance.now();
    expect(matches('a'.repeat(20_000))).toBe(false);
    // Backtracking over every star would take longer than the universe has existed.
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
