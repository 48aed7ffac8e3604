import { closest } from '../model/closest.ts';
import { InternalError } from '../model/errors.ts';
import type { FactName } from '../model/facts.ts';
import { printable } from '../model/printable.ts';
import type { YamlPath } from '../model/yaml-document.ts';
import type { PackProblem, PlacedExpression, PlacedTest } from './check-condition.ts';
import { isOperand } from './read-condition.ts';
import { factsRead } from './condition.ts';
import type { ClosedValues } from './closed-values.ts';
import type { ComparedValue, Expressions, ExpressionReading } from './expressions.ts';

/** What the checks of a pack need beside it. */
export interface CheckContext {
  /** Needed for packs with `cel` or `matches`. */
  readonly expressions: Expressions | undefined;
  readonly valuesOf: ClosedValues;
}

/** What is wrong with an expression, and which facts it reads where nothing is. */
export function checkExpression(
  { path, source }: PlacedExpression,
  { expressions, valuesOf }: CheckContext,
): { readonly problems: readonly PackProblem[]; readonly facts: ReadonlySet<FactName> } {
  const reading: ExpressionReading = loaded(expressions).readCel(source);
  if ('problem' in reading) return { problems: [{ path, ...reading.problem }], facts: new Set() };
  const problems = reading.compared.flatMap((compared) => checkValue(compared, valuesOf(compared.fact), path));
  return { problems, facts: factsRead(reading.condition) };
}

/** A comparison with a value that a fact never has would be false for ever. */
function checkValue(
  { fact, value, offset }: ComparedValue,
  possible: readonly string[] | undefined,
  path: YamlPath,
): readonly PackProblem[] {
  if (possible === undefined || possible.includes(value)) return [];
  const near = closest(value, possible);
  const hint = near === undefined ? `it is one of ${possible.join(', ')}` : `did you mean "${near}"?`;
  return [{ path, offset, message: `${fact} is never "${printable(value, 64)}"`, hint }];
}

/** A pattern that RE2 does not take. */
export function checkPattern({ path, test }: PlacedTest, { expressions }: CheckContext): readonly PackProblem[] {
  if (isOperand(test) || test.matches === undefined) return [];
  const reading = loaded(expressions).readPattern(test.matches);
  return 'problem' in reading ? [{ path: [...path, 'matches'], ...reading.problem }] : [];
}

function loaded(expressions: Expressions | undefined): Expressions {
  if (expressions !== undefined) return expressions;
  throw new InternalError('a pack with cel or matches is checked without their engines');
}
