import type { FactName } from '../model/facts.ts';
import type { Condition } from './condition.ts';

/** What is known of every endpoint that a rule is asked about. */
const ALWAYS_KNOWN: readonly FactName[] = ['address', 'port', 'transport', 'reason', 'target.id', 'target.host'];

/** The facts for want of which a condition may be unknown, in the order written; whether a fact is known is never unknown itself. */
export function factsNeeded(condition: Condition): readonly FactName[] {
  return [...new Set(needed(condition))].filter((fact) => !ALWAYS_KNOWN.includes(fact));
}

function needed(condition: Condition): readonly FactName[] {
  if (condition.kind === 'known') return [];
  if (condition.kind === 'test') return [condition.fact];
  if (condition.kind === 'cel') return condition.facts;
  if (condition.kind === 'not') return needed(condition.of);
  return condition.of.flatMap((part) => needed(part));
}
