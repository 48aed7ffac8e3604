import type { FactName, Facts } from '../model/facts.ts';
import { declarationOf } from '../model/facts.ts';
import type { DetailValue } from '../model/detail-value.ts';
import type { Condition, ExpressionTest, FactTest } from './condition.ts';
import { FactTypeError } from './fact-type-error.ts';
import type { Truth } from './truth.ts';
import { conjunction, disjunction, negate, unknown } from './truth.ts';

/**
 * Judges a condition by what is known. A test of an absent fact is unknown, and unknown spreads as Kleene's tables say.
 * @throws FactTypeError when a fact has another type than declared: comparing it would give false, and false may mean pass
 */
export function evaluate(condition: Condition, facts: Facts): Truth {
  if (condition.kind === 'known') return (facts[condition.fact] !== undefined) === condition.known;
  if (condition.kind === 'test') return evaluateTest(condition, facts);
  if (condition.kind === 'cel') return evaluateExpression(condition, facts);
  if (condition.kind === 'not') return negate(evaluate(condition.of, facts));
  const truthOf = (part: Condition): Truth => evaluate(part, facts);
  if (condition.kind === 'all') return conjunction(condition.of, truthOf);
  const any = disjunction(condition.of, truthOf);
  return condition.kind === 'any' ? any : negate(any);
}

function evaluateTest({ fact, holds }: FactTest, facts: Facts): Truth {
  const value = facts[fact];
  return value === undefined ? unknown(fact) : holds(ofDeclaredType(fact, value));
}

function evaluateExpression({ facts: names, holds }: ExpressionTest, facts: Facts): Truth {
  const missing = names.filter((fact) => facts[fact] === undefined);
  if (missing.length > 0) return { missing: new Set(missing) };
  for (const fact of names) {
    const value = facts[fact];
    if (value !== undefined) ofDeclaredType(fact, value);
  }
  return holds(facts);
}

function ofDeclaredType(fact: FactName, value: DetailValue): DetailValue {
  const type = typeof value === 'object' ? 'list' : typeof value;
  if (type !== declarationOf(fact).type) throw new FactTypeError(fact, type);
  return value;
}
