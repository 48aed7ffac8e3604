import type { FactName, Facts } from '../model/facts.ts';
import { printable } from '../model/printable.ts';
import type { Condition } from './condition.ts';
import { decidingFacts } from './deciding-facts.ts';
import { OPERATORS } from './operators.ts';

/**
 * A condition in words. With facts: those that decide it here, such as `open is true and access is none-required`;
 * without: what it asks, such as `service.name is one of redis, valkey and open is true`.
 */
export function explainCondition(condition: Condition, facts?: Facts): string {
  if (facts === undefined) return describe(condition);
  return [...decidingFacts(condition, facts)].map((fact) => describeFact(fact, facts)).join(' and ');
}

function describeFact(fact: FactName, facts: Facts): string {
  const value = facts[fact];
  if (value === undefined) return `${fact} is not known`;
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  return text === '' ? `${fact} is empty` : `${fact} is ${printable(text)}`;
}

function describe(condition: Condition): string {
  if (condition.kind === 'known') return `${condition.fact} is ${condition.known ? 'known' : 'not known'}`;
  if (condition.kind === 'test') return `${condition.fact} ${wordsOf(condition)} ${condition.operands.join(', ')}`;
  if (condition.kind === 'cel') return condition.source;
  if (condition.kind === 'not') return `not (${describe(condition.of)})`;
  if (condition.of.length === 0) return condition.kind === 'any' ? 'never' : 'always';
  if (condition.kind === 'all') return condition.of.map((part) => bracketed(part, 'any')).join(' and ');
  if (condition.kind === 'any') return condition.of.map((part) => bracketed(part, 'all')).join(' or ');
  return `none of (${condition.of.map((part) => describe(part)).join('; ')})`;
}

function wordsOf({ operator, operands }: Extract<Condition, { kind: 'test' }>): string {
  if (operator === 'matches') return 'matches';
  // `in` also stands for the plain forms `fact: value` and `fact: [value]`.
  return operator === 'in' && operands.length === 1 ? OPERATORS.eq.words : OPERATORS[operator].words;
}

function bracketed(condition: Condition, kind: Condition['kind']): string {
  return condition.kind === kind ? `(${describe(condition)})` : describe(condition);
}
