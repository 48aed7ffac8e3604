import type { FactName, Facts } from '../model/facts.ts';
import type { DetailValue } from '../model/detail-value.ts';
import type { Condition, ExpressionTest } from './condition.ts';
import { factsRead } from './condition.ts';
import { evaluate } from './evaluate.ts';

/** Values whose class is remembered, for each fact; every port fits. */
const MOST_REMEMBERED = 65_536;

/**
 * Tells apart what the given conditions tell apart, and nothing more: facts with equal keys give every condition the same truth value.
 * Port 7777 and port 7778 are alike as long as no condition names one of them.
 */
export function factClasses(conditions: readonly Condition[]): (facts: Facts) => string {
  const testsByFact = new Map<FactName, OneFactTest[]>();
  const expressions: ExpressionTest[] = [];
  for (const test of conditions.flatMap((condition) => testsOf(condition))) {
    const facts = factsRead(test);
    if (test.kind === 'cel' && facts.size > 1) expressions.push(test);
    for (const fact of facts) {
      const tests = testsByFact.get(fact) ?? [];
      testsByFact.set(fact, tests);
      if (test.kind === 'test') tests.push(({ value }) => (test.holds(value) ? '1' : '0'));
      if (test.kind === 'cel' && facts.size === 1) tests.push(({ alone }) => answerTo(test, alone));
    }
  }
  const classifiers = new Map<string, { readonly fact: FactName; readonly mark: string; readonly classOf: ClassOf }>(
    [...testsByFact].map(([fact, tests], number) => [
      fact,
      { fact, mark: `${number}:`, classOf: classifier(fact, tests) },
    ]),
  );
  return (facts) => {
    // The order of the facts is that in which they were put together: another order is only another key for the same.
    let key = '';
    for (const name of Object.keys(facts)) {
      const known = classifiers.get(name);
      const value = known && facts[known.fact];
      if (known !== undefined && value !== undefined) key += `${known.mark}${known.classOf(value)},`;
    }
    for (const expression of expressions) key += answerTo(expression, facts);
    return key;
  };
}

/** What an expression over several facts says of them together; which of them are missing the key tells already. */
function answerTo(expression: ExpressionTest, facts: Facts): string {
  if (expression.facts.some((fact) => facts[fact] === undefined)) return '';
  try {
    return evaluate(expression, facts) === true ? '1' : '0';
  } catch (error) {
    // Judging will meet it again, and make it the verdict `error`.
    return `!${error instanceof Error ? error.message : String(error)}`;
  }
}

function testsOf(condition: Condition): readonly Exclude<Condition, { readonly of: unknown }>[] {
  if (condition.kind === 'test' || condition.kind === 'known' || condition.kind === 'cel') return [condition];
  if (condition.kind === 'not') return testsOf(condition.of);
  return condition.of.flatMap((part) => testsOf(part));
}

type ClassOf = (value: DetailValue) => number;

/** What a test says of the value of one fact; `alone` is that fact by itself. */
type OneFactTest = (known: { readonly value: DetailValue; readonly alone: Facts }) => string;

/** Numbers for the values of one fact, equal where all tests agree. A value of a wrong type, which is an error to judge, has its own. */
function classifier(fact: FactName, tests: readonly OneFactTest[]): ClassOf {
  const numbers = new Map<string, number>();
  const remembered = new Map<DetailValue, number>();
  return (value) => {
    const known = remembered.get(value);
    if (known !== undefined) return known;
    const alone = { [fact]: value };
    const signature = `${typeof value} ${tests.map((test) => test({ value, alone })).join('')}`;
    const number = numbers.get(signature) ?? numbers.size;
    numbers.set(signature, number);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(value, number);
    return number;
  };
}
