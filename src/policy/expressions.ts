import type { FactName } from '../model/facts.ts';
import type { Condition } from './condition.ts';

/** What is wrong with an expression, and where in it. */
export interface ExpressionProblem {
  /** In UTF-16 code units from the start of the expression. */
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/** A text that an expression compares with a fact. */
export interface ComparedValue {
  readonly fact: FactName;
  readonly value: string;
  /** In UTF-16 code units from the start of the expression. */
  readonly offset: number;
}

/** A condition and what it compares facts with, or why the text is none. */
export type ExpressionReading =
  | { readonly condition: Condition; readonly compared: readonly ComparedValue[] }
  | { readonly problem: ExpressionProblem };

/** A test of a text, or why the pattern is none. */
export type PatternReading =
  { readonly test: (text: string) => boolean } | { readonly problem: Omit<ExpressionProblem, 'offset'> };

/** The two engines that rules with `cel:` or `matches` need. */
export interface Expressions {
  /** An expression of the Common Expression Language, type-checked against the facts. */
  readonly readCel: (source: string) => ExpressionReading;
  /** A regular expression of RE2, whose matching takes linear time. */
  readonly readPattern: (pattern: string) => PatternReading;
}

/** Whether the text of a pack may need them; one that has them in a comment costs their loading, no more. */
export function needsExpressions(text: string): boolean {
  return /\b(?:cel|matches)['"]?\s*:/.test(text);
}

/** Loads the engines, which takes as long as loading all rules; most packs do without. */
export async function loadExpressions(): Promise<Expressions> {
  const [{ createCelReader }, { readPattern }] = await Promise.all([
    import('./cel/read-expression.ts'),
    import('./read-pattern.ts'),
  ]);
  return { readCel: createCelReader(), readPattern };
}
