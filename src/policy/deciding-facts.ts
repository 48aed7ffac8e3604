import type { FactName, Facts } from '../model/facts.ts';
import type { Condition } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { isUnknown } from './truth.ts';

/**
 * The facts that make a condition what it is, in the order written. Of several that would each be enough the first is named;
 * for an unknown condition they are the missing ones.
 */
export function decidingFacts(condition: Condition, facts: Facts): ReadonlySet<FactName> {
  const truth = evaluate(condition, facts);
  if (isUnknown(truth)) return truth.missing;
  if (condition.kind === 'test' || condition.kind === 'known') return new Set([condition.fact]);
  if (condition.kind === 'cel') return new Set(condition.facts);
  if (condition.kind === 'not') return decidingFacts(condition.of, facts);
  if (condition.kind === 'all') return decidingParts(condition.of, facts, truth ? undefined : false);
  return decidingParts(condition.of, facts, (condition.kind === 'any') === truth ? true : undefined);
}

/** `enough` is the value of which one part settles the whole; without it every part was needed. */
function decidingParts(parts: readonly Condition[], facts: Facts, enough: boolean | undefined): ReadonlySet<FactName> {
  const first = enough === undefined ? undefined : parts.find((part) => evaluate(part, facts) === enough);
  const needed = first === undefined ? parts : [first];
  return new Set(needed.flatMap((part) => [...decidingFacts(part, facts)]));
}
