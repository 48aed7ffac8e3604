import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactName } from '../../src/model/facts.ts';
import type { Truth } from '../../src/policy/truth.ts';
import { conjunction, disjunction, isUnknown, negate, unknown } from '../../src/policy/truth.ts';

const U = unknown('access');
const and = (a: Truth, b: Truth): Truth => conjunction([a, b], (item) => item);
const or = (a: Truth, b: Truth): Truth => disjunction([a, b], (item) => item);

describe("Kleene's tables", () => {
  it.each([
    [true, true, true, true],
    [true, U, U, true],
    [true, false, false, true],
    [U, true, U, true],
    [U, U, U, U],
    [U, false, false, U],
    [false, true, false, true],
    [false, U, false, U],
    [false, false, false, false],
  ] satisfies [Truth, Truth, Truth, Truth][])('%j with %j: and %j, or %j', (a, b, both, either) => {
    expect(and(a, b)).toEqual(both);
    expect(or(a, b)).toEqual(either);
  });

  it.each([
    [true, false],
    [false, true],
    [U, U],
  ] satisfies [Truth, Truth][])('not %j is %j', (truth, negated) => {
    expect(negate(truth)).toEqual(negated);
  });

  it('of nothing: and is true, or is false', () => {
    expect(conjunction([], () => false)).toBe(true);
    expect(disjunction([], () => true)).toBe(false);
  });
});

describe('missing facts', () => {
  it('are united where nothing settles the result', () => {
    expect(and(unknown('access'), and(true, unknown('open')))).toEqual({ missing: new Set(['access', 'open']) });
    expect(or(unknown('access'), or(false, unknown('open')))).toEqual({ missing: new Set(['access', 'open']) });
  });

  it('are forgotten where one part settles the result', () => {
    expect(and(unknown('access'), false)).toBe(false);
    expect(or(unknown('access'), true)).toBe(true);
  });

  it('obey De Morgan', () => {
    const names = ['access', 'open', 'port', 'service.name'] as const satisfies readonly FactName[];
    const truth = fc.oneof(fc.boolean(), fc.constantFrom(...names).map(unknown));
    fc.assert(
      fc.property(fc.array(truth, { maxLength: 6 }), (truths) => {
        const left = negate(conjunction(truths, (item) => item));
        const right = disjunction(truths, (item) => negate(item));
        expect(left).toEqual(right);
        expect(isUnknown(left) ? left.missing.size : 1).toBeGreaterThan(0);
      }),
    );
  });
});
