import { CelScalar, celFunc, isCelError, run } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactName, Facts } from '../../../src/model/facts.ts';
import type { Condition } from '../../../src/policy/condition.ts';
import { factsRead } from '../../../src/policy/condition.ts';
import { evaluate } from '../../../src/policy/evaluate.ts';
import { loadExpressions } from '../../../src/policy/expressions.ts';
import { EXPRESSIONS } from './expressions.ts';

// The same expressions by another engine, with its own parser, evaluator and regular expressions.

const { readCel } = await loadExpressions();

function conditionOf(source: string): Condition {
  const reading = readCel(source);
  if ('problem' in reading) throw new Error(`${source}: ${reading.problem.message}`);
  return reading.condition;
}

const bySecondEngine = celFunc('re2', [CelScalar.STRING, CelScalar.STRING], CelScalar.BOOL, (text, pattern) => {
  const found = run('text.matches(pattern)', { text, pattern });
  if (typeof found !== 'boolean') throw new Error(`${pattern} is no pattern`);
  return found;
});

/** What the other engine says; undefined for an error, such as a fact that is missing. */
function oracle(source: string, facts: Facts): boolean | undefined {
  const variables: Record<string, never> = JSON.parse(JSON.stringify(nested(facts)));
  const result = run(source, variables, { funcs: [...strings, bySecondEngine] });
  if (typeof result === 'boolean') return result;
  if (isCelError(result)) return undefined;
  throw new Error(`${source} gave a ${typeof result}`);
}

/** Groups are there even where nothing of them is known. */
function nested(facts: Facts): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  const groups: Record<string, Record<string, unknown>> = { tls: {}, service: {}, target: {}, reach: {} };
  for (const [name, value] of Object.entries(facts)) {
    const [root = name, field] = name.split('.');
    if (field === undefined) found[root] = value;
    else groups[root] = { ...groups[root], [field]: value };
  }
  return { ...groups, ...found };
}

const VALUES = {
  port: fc.constantFrom(0, 22, 443, 8443, 65_535),
  open: fc.boolean(),
  'service.name': fc.constantFrom('redis', 'http', 'RED', 'é'),
  'service.version': fc.constantFrom('2.0', '2.17', '1.0', '', 'redis'),
  'service.tls': fc.boolean(),
  'tls.days_left': fc.constantFrom(-4, -1, 0, 29, 29.5, 30, 31),
  'tls.key_bits': fc.constantFrom(1024, 2048, 4096),
  'tls.version': fc.constantFrom('TLSv1', 'TLSv1.3', 'SSL'),
  'reach.internet': fc.constantFrom('open', 'closed'),
  'reach.head-office': fc.constantFrom('mixed', 'blocked'),
  'target.tags': fc.constantFrom<readonly string[]>([], ['pci'], ['web'], ['pci', 'web'], ['Web', 'p1', 'pci']),
} as const satisfies { readonly [Fact in FactName]?: fc.Arbitrary<unknown> };

const complete = fc.record(VALUES);
const partial = fc.record(VALUES, { requiredKeys: [] });

describe('expressions', () => {
  it.each(EXPRESSIONS)('%s: the same as the other engine gives where everything is known', (source) => {
    const condition = conditionOf(source);
    expect([...factsRead(condition)].filter((fact) => !Object.hasOwn(VALUES, fact))).toEqual([]);
    fc.assert(
      fc.property(complete, (facts) => {
        expect(evaluate(condition, facts)).toBe(oracle(source, facts));
      }),
      { numRuns: 60 },
    );
  });

  // has() asks what was observed, so that an observation more may change its answer.
  const withoutHas = EXPRESSIONS.filter((source) => !source.includes('has('));

  it.each(withoutHas)('%s: what is decided stays so whatever becomes known', (source) => {
    const condition = conditionOf(source);
    fc.assert(
      fc.property(partial, complete, (some, all) => {
        const truth = evaluate(condition, some);
        const later = oracle(source, { ...all, ...some });
        expect(typeof truth === 'boolean' ? truth : later).toBe(later);
      }),
      { numRuns: 60 },
    );
  });

  it.each(EXPRESSIONS)('%s: unknown names facts that are missing, and only those', (source) => {
    const condition = conditionOf(source);
    fc.assert(
      fc.property(partial, (facts: Facts) => {
        const truth = evaluate(condition, facts);
        const missing = typeof truth === 'boolean' ? [] : [...truth.missing];
        expect(typeof truth === 'boolean' || missing.length > 0).toBe(true);
        expect(missing.filter((fact) => facts[fact] !== undefined || !factsRead(condition).has(fact))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
