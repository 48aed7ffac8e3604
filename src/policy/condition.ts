import type { FactName, Facts } from '../model/facts.ts';
import type { DetailValue } from '../model/detail-value.ts';
import type { OperatorName } from './operators.ts';
import type { Scalar } from './scalar.ts';

/** One question about one fact. */
export interface FactTest {
  readonly kind: 'test';
  readonly fact: FactName;
  readonly operator: OperatorName | 'matches';
  readonly operands: readonly Scalar[];
  readonly holds: (value: DetailValue) => boolean;
}

/** Whether a fact was observed; the only question that never has the answer unknown. */
export interface KnownTest {
  readonly kind: 'known';
  readonly fact: FactName;
  readonly known: boolean;
}

/** A question about several facts at once, in the Common Expression Language; unknown as soon as one of them is. */
export interface ExpressionTest {
  readonly kind: 'cel';
  readonly source: string;
  readonly facts: readonly FactName[];
  /** All of `facts` must be known and of their declared types. */
  readonly holds: (facts: Facts) => boolean;
}

/** What a rule asks, ready to be evaluated. */
export type Condition =
  | FactTest
  | KnownTest
  | ExpressionTest
  | { readonly kind: 'all' | 'any' | 'none'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

/** Every fact that a condition may read. */
export function factsRead(condition: Condition): ReadonlySet<FactName> {
  if (condition.kind === 'test' || condition.kind === 'known') return new Set([condition.fact]);
  if (condition.kind === 'cel') return new Set(condition.facts);
  if (condition.kind === 'not') return factsRead(condition.of);
  return new Set(condition.of.flatMap((part) => [...factsRead(part)]));
}
