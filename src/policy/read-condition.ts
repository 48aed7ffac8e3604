import { InternalError } from '../model/errors.ts';
import type { DetailValue } from '../model/detail-value.ts';
import type { FactName } from '../model/facts.ts';
import { isFactName } from '../model/facts.ts';
import type { Condition } from './condition.ts';
import type { Expressions } from './expressions.ts';
import type { Scalar } from './scalar.ts';
import type { OperatorName } from './operators.ts';
import { OPERATORS } from './operators.ts';
import type { RawCondition, RawLists, RawOperand, RawTest } from './raw-pack.ts';

interface ConditionContext {
  readonly lists: RawLists;
  readonly expressions: Expressions | undefined;
}

/**
 * A checked condition as written to one that can be evaluated: several keys must all hold, `$name` is the pack's list.
 * Conditions with `cel` or `matches` need the engines.
 * @throws InternalError for what the schema and the checks of a pack refuse
 */
export function readCondition(raw: RawCondition, lists: RawLists = {}, expressions?: Expressions): Condition {
  return readAll(raw, { lists, expressions });
}

function readAll(raw: RawCondition, context: ConditionContext): Condition {
  return allOf(Object.keys(raw).flatMap((key) => readKey(raw, key, context)));
}

function readKey(raw: RawCondition, key: string, context: ConditionContext): readonly Condition[] {
  if (key === 'all' || key === 'any' || key === 'none') {
    return [{ kind: key, of: (raw[key] ?? []).map((part) => readAll(part, context)) }];
  }
  if (key === 'not' && raw.not !== undefined) return [{ kind: 'not', of: readAll(raw.not, context) }];
  if (key === 'cel' && raw.cel !== undefined) return [readCel(raw.cel, context)];
  const test = isFactName(key) ? raw[key] : undefined;
  if (!isFactName(key) || test === undefined) throw new InternalError(`condition with the key ${key}`);
  return readTest(key, test, context);
}

function readCel(source: string, { expressions }: ConditionContext): Condition {
  const reading = expressions?.readCel(source);
  if (reading !== undefined && 'condition' in reading) return reading.condition;
  throw new InternalError(`cannot read the expression ${source}: ${reading?.problem.message ?? 'no engine is loaded'}`);
}

function readTest(fact: FactName, test: RawTest, context: ConditionContext): readonly Condition[] {
  const { lists } = context;
  if (isOperand(test)) return [factTest(fact, 'in', resolve(test, lists))];
  const { known, matches, ...comparisons } = test;
  return [
    ...(known === undefined ? [] : [{ kind: 'known', fact, known } as const]),
    ...(matches === undefined ? [] : [patternTest(fact, matches, context)]),
    ...operatorsOf(comparisons).map(([name, operand]) => factTest(fact, name, resolve(operand, lists))),
  ];
}

function factTest(fact: FactName, operator: OperatorName, operands: readonly Scalar[]): Condition {
  return { kind: 'test', fact, operator, operands, holds: OPERATORS[operator].compile(operands) };
}

function patternTest(fact: FactName, pattern: string, { expressions }: ConditionContext): Condition {
  const reading = expressions?.readPattern(pattern);
  if (reading === undefined || 'problem' in reading) {
    throw new InternalError(`cannot read the pattern ${pattern}: ${reading?.problem.message ?? 'no engine is loaded'}`);
  }
  const { test } = reading;
  const holds = (value: DetailValue): boolean => typeof value === 'string' && test(value);
  return { kind: 'test', fact, operator: 'matches', operands: [pattern], holds };
}

/** The operators of a test in the order written, with what they compare to. */
export function operatorsOf(test: { readonly [Name in OperatorName]?: RawOperand }): readonly [
  OperatorName,
  RawOperand,
][] {
  return Object.keys(test).flatMap((name) => {
    if (!isOperator(name)) return [];
    const operand = test[name];
    return operand === undefined ? [] : [[name, operand] as const satisfies [OperatorName, RawOperand]];
  });
}

function isOperator(name: string): name is OperatorName {
  return Object.hasOwn(OPERATORS, name);
}

/** Whether a test is a plain value or a list of values, without operators. */
export function isOperand(test: RawTest): test is RawOperand {
  return typeof test !== 'object' || Array.isArray(test);
}

function resolve(operand: RawOperand, lists: RawLists): readonly Scalar[] {
  const name = listName(operand);
  if (name === undefined) return typeof operand === 'object' ? operand : [operand];
  const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
  if (list === undefined) throw new InternalError(`list $${name} is not in the pack`);
  return list;
}

/** `databases` for `$databases`; no value of a fact starts with a dollar sign. */
export function listName(operand: RawOperand): string | undefined {
  return typeof operand === 'string' && operand.startsWith('$') ? operand.slice(1) : undefined;
}

function allOf(parts: readonly Condition[]): Condition {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'all', of: parts };
}
