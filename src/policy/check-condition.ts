import { parseCidr } from '../model/address.ts';
import { closest } from '../model/closest.ts';
import type { FactName } from '../model/facts.ts';
import { declarationOf, isFactName } from '../model/facts.ts';
import type { YamlPath } from '../model/yaml-document.ts';
import type { OperatorName } from './operators.ts';
import type { RawCondition, RawLists, RawOperand, RawTest } from './raw-pack.ts';
import { isOperand, listName, operatorsOf } from './read-condition.ts';

/** Something wrong with a pack that its schema cannot see. */
export interface PackProblem {
  readonly path: YamlPath;
  /** Whether it is about the key at the end of the path and not about its value. */
  readonly key?: boolean;
  /** How far into the text at the path, in UTF-16 code units. */
  readonly offset?: number;
  readonly message: string;
  readonly hint?: string;
}

/** One test of a fact where it stands. */
export interface PlacedTest {
  readonly path: YamlPath;
  readonly fact: FactName;
  readonly test: RawTest;
}

/** One expression where it stands. */
export interface PlacedExpression {
  readonly path: YamlPath;
  readonly source: string;
}

/** Every expression in a condition, however deep. */
export function expressionsIn(condition: RawCondition, path: YamlPath): readonly PlacedExpression[] {
  return Object.keys(condition).flatMap((key) => {
    const at = [...path, key];
    if (key === 'cel') return condition.cel === undefined ? [] : [{ path: at, source: condition.cel }];
    return partsIn(condition, key, at).flatMap(([part, place]) => expressionsIn(part, place));
  });
}

/** The conditions below a key of a condition, with their places. */
function partsIn(condition: RawCondition, key: string, at: YamlPath): readonly (readonly [RawCondition, YamlPath])[] {
  if (key === 'not') return condition.not === undefined ? [] : [[condition.not, at]];
  if (key !== 'all' && key !== 'any' && key !== 'none') return [];
  return (condition[key] ?? []).map((part, index) => [part, [...at, index]] as const);
}

/** Every test in a condition, however deep. */
export function testsIn(condition: RawCondition, path: YamlPath): readonly PlacedTest[] {
  return Object.keys(condition).flatMap((key) => {
    const at = [...path, key];
    const test = isFactName(key) ? condition[key] : undefined;
    if (isFactName(key) && test !== undefined) return [{ path: at, fact: key, test }];
    return partsIn(condition, key, at).flatMap(([part, place]) => testsIn(part, place));
  });
}

/** Lists that do not exist or do not fit, address ranges that are none, bounds the wrong way round. */
export function checkTest({ path, fact, test }: PlacedTest, lists: RawLists): readonly PackProblem[] {
  if (isOperand(test)) return checkOperand({ path, fact, operator: 'eq', operand: test }, lists);
  return operatorsOf(test).flatMap(([name, operand]) =>
    checkOperand({ path: [...path, name], fact, operator: name, operand }, lists),
  );
}

const TAKE_LISTS: readonly OperatorName[] = ['in', 'not_in', 'has_any'];

interface PlacedOperand {
  readonly path: YamlPath;
  readonly fact: FactName;
  readonly operator: OperatorName;
  readonly operand: RawOperand;
}

function checkOperand({ path, fact, operator, operand }: PlacedOperand, lists: RawLists): readonly PackProblem[] {
  const list = listName(operand);
  if (list !== undefined && TAKE_LISTS.includes(operator)) return checkListReference({ path, fact, list }, lists);
  if (list !== undefined) {
    const better = declarationOf(fact).type === 'list' ? 'has_any' : 'in';
    return [{ path, message: `$${list} is a list here, not a value`, hint: `write ${fact}: {${better}: $${list}}` }];
  }
  if (operator === 'cidr' && parseCidr(String(operand)) === undefined) {
    return [
      { path, message: `"${String(operand)}" is no address range`, hint: 'write it as 10.0.0.0/8 or 2001:db8::/32' },
    ];
  }
  if (operator === 'between' && typeof operand === 'object' && Number(operand[0]) > Number(operand[1])) {
    return [{ path, message: `no number is between ${operand.join(' and ')}`, hint: 'write the lower bound first' }];
  }
  return [];
}

interface ListReference {
  readonly path: YamlPath;
  readonly fact: FactName;
  readonly list: string;
}

function checkListReference({ path, fact, list }: ListReference, lists: RawLists): readonly PackProblem[] {
  const items = Object.hasOwn(lists, list) ? lists[list] : undefined;
  if (items === undefined) {
    const near = closest(list, Object.keys(lists));
    const hint = near === undefined ? 'define it under lists:' : `did you mean "$${near}"?`;
    return [{ path, message: `the pack has no list $${list}`, hint }];
  }
  const type = declarationOf(fact).type === 'list' ? 'string' : declarationOf(fact).type;
  const misfit = items.find((item) => typeof item !== type);
  if (misfit === undefined) return [];
  return [
    { path, message: `$${list} holds ${JSON.stringify(misfit)}, but ${fact} is compared with values of type ${type}` },
  ];
}
