import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.ts';
import { loadExpressions } from '../../src/policy/expressions.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import { factClasses } from '../../src/policy/fact-classes.ts';
import { readCondition } from '../../src/policy/read-condition.ts';
import { shippedPacks } from './shipped-packs.ts';

const expressions = await loadExpressions();

const conditions = [
  readCondition({ port: { between: [20, 23] }, open: true }),
  readCondition({ any: [{ 'target.tags': { has: 'pci' } }, { address: { cidr: '10.0.0.0/31' } }] }),
  readCondition({ not: { access: { known: false } } }),
  readCondition({ cel: 'port > 22.5 || size(target.tags) == 1' }, {}, expressions),
  readCondition({ cel: 'target.tags.exists(x, x == access || port < 20)' }, {}, expressions),
];

const facts = fc.record(
  {
    port: fc.constantFrom(19, 20, 21, 23, 24),
    open: fc.boolean(),
    address: fc.constantFrom('10.0.0.0', '10.0.0.1', '10.0.0.2'),
    access: fc.constantFrom('required', 'none-required'),
    'target.tags': fc.constantFrom<readonly string[]>([], ['pci'], ['pci', 'web'], ['required']),
  },
  { requiredKeys: [] },
);

describe('factClasses', () => {
  it('gives equal keys only to facts that no condition tells apart', () => {
    const keyOf = factClasses(conditions);
    const truths = (known: Facts): string =>
      JSON.stringify(conditions.map((condition) => describeTruth(condition, known)));
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const mixedUp = keyOf(a) === keyOf(b) && truths(a) !== truths(b);
        expect(mixedUp).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });

  it('gives the same key to ports that no rule names, and others to those that one does', () => {
    const keyOf = factClasses(
      shippedPacks.flatMap(({ rules }) => rules.flatMap(({ scope, failWhen }) => [scope, failWhen])),
    );
    const closed: Facts = { open: false, state: 'closed' };
    expect(keyOf({ ...closed, port: 7777 })).toBe(keyOf({ ...closed, port: 7778 }));
    expect(keyOf({ ...closed, port: 7777 })).not.toBe(keyOf({ ...closed, port: 6379 }));
    expect(keyOf({ ...closed, port: 7777 })).not.toBe(keyOf({ port: 7777 }));
  });

  it('sets values of a wrong type apart, whose verdict is an error', () => {
    const keyOf = factClasses(conditions);
    expect(keyOf({ port: 7777 })).not.toBe(keyOf({ port: '7777' }));
  });
});

function describeTruth(condition: (typeof conditions)[number], known: Facts): unknown {
  const truth = evaluate(condition, known);
  return typeof truth === 'boolean' ? truth : [...truth.missing].sort();
}
