import { InternalError } from '../model/errors.ts';
import type { FactName } from '../model/facts.ts';
import type { PackProblem, PlacedExpression, PlacedTest } from './check-condition.ts';
import { isOperand } from './read-condition.ts';
import { factsRead } from './condition.ts';
import type { Expressions, ExpressionReading } from './expressions.ts';

/** What is wrong with an expression, and which facts it reads where nothing is. */
export function checkExpression(
  { path, source }: PlacedExpression,
  expressions: Expressions | undefined,
): { readonly problems: readonly PackProblem[]; readonly facts: ReadonlySet<FactName> } {
  const reading: ExpressionReading = loaded(expressions).readCel(source);
  if ('problem' in reading) return { problems: [{ path, ...reading.problem }], facts: new Set() };
  return { problems: [], facts: factsRead(reading.condition) };
}

/** A pattern that RE2 does not take. */
export function checkPattern({ path, test }: PlacedTest, expressions: Expressions | undefined): readonly PackProblem[] {
  if (isOperand(test) || test.matches === undefined) return [];
  const reading = loaded(expressions).readPattern(test.matches);
  return 'problem' in reading ? [{ path: [...path, 'matches'], ...reading.problem }] : [];
}

function loaded(expressions: Expressions | undefined): Expressions {
  if (expressions !== undefined) return expressions;
  throw new InternalError('a pack with cel or matches is checked without their engines');
}
