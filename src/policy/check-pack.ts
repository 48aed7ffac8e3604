import { closest } from '../model/closest.ts';
import type { FactName } from '../model/facts.ts';
import { FACTS, isFactName } from '../model/facts.ts';
import type { YamlPath } from '../model/yaml-document.ts';
import type { PackProblem } from './check-condition.ts';
import { checkTest, expressionsIn, testsIn } from './check-condition.ts';
import { checkExpression, checkPattern } from './check-expressions.ts';
import type { CheckContext } from './check-expressions.ts';
import { checkEarlierIds } from './check-earlier-ids.ts';
import type { RawCondition, RawPack, RawRule } from './raw-pack.ts';
import { placeholdersIn } from './render-message.ts';

/** What is wrong with a pack that fits the schema, rule by rule. */
export function checkPack(pack: RawPack, context: CheckContext): readonly PackProblem[] {
  return pack.rules.flatMap((rule, index) => [
    ...checkId(pack, index),
    ...checkEarlierIds(pack, index),
    ...checkPlaceholders(rule, ['rules', index, 'message']),
    ...checkConditions(pack, index, context),
    ...checkTests(rule, ['rules', index, 'tests']),
  ]);
}

function checkId(pack: RawPack, index: number): readonly PackProblem[] {
  const id = pack.rules[index]?.id ?? '';
  const path = ['rules', index, 'id'];
  const { id: packId } = pack.metadata;
  if (!id.startsWith(`${packId}/`)) {
    return [
      {
        path,
        message: `the id ${id} must start with the pack's id`,
        hint: `write ${packId}/${id.replace(/^.*\//, '')}`,
      },
    ];
  }
  const repeated = pack.rules.slice(0, index).some((earlier) => earlier.id === id);
  return repeated ? [{ path, message: `the id ${id} is used twice`, hint: 'give each rule its own' }] : [];
}

function checkPlaceholders(rule: RawRule, path: YamlPath): readonly PackProblem[] {
  return placeholdersIn(rule.message)
    .filter((name) => !isFactName(name))
    .map((name) => {
      const near = closest(name, Object.keys(FACTS));
      const message = `the message names {{${name}}}, which is no fact`;
      return near === undefined ? { path, message } : { path, message, hint: `did you mean {{${near}}}?` };
    });
}

/** A rule that fails on a port number "passes" on all others; the endpoints that it is about belong in its scope. */
const IDENTITY: readonly FactName[] = [
  'address',
  'port',
  'transport',
  'service.usual',
  'target.id',
  'target.host',
  'target.zone',
  'target.env',
  'target.owner',
  'target.tags',
  'target.listed',
];

function checkConditions({ rules, lists }: RawPack, index: number, context: CheckContext): readonly PackProblem[] {
  const path = ['rules', index];
  const rule = rules[index];
  if (rule === undefined) return [];
  const places: readonly (readonly [RawCondition, YamlPath])[] = [
    ...(rule.scope === undefined ? [] : [[rule.scope, [...path, 'scope']] as const]),
    ...(rule.severity_when ?? []).map(
      (adjustment, number) => [adjustment.if, [...path, 'severity_when', number, 'if']] as const,
    ),
  ];
  const failWhen = [rule.fail_when, [...path, 'fail_when']] as const;
  const tests = [failWhen, ...places].flatMap(([condition, at]) => testsIn(condition, at));
  return [
    ...tests.flatMap((test) => [...checkTest(test, lists ?? {}), ...checkPattern(test, context)]),
    ...places
      .flatMap(([condition, at]) => expressionsIn(condition, at))
      .flatMap((expression) => checkExpression(expression, context).problems),
    ...testsIn(...failWhen).flatMap(({ fact, path: at }) => misplaced([fact], { path: at, key: true })),
    ...expressionsIn(...failWhen).flatMap((expression) => {
      const { problems, facts } = checkExpression(expression, context);
      return [...problems, ...misplaced([...facts], { path: expression.path })];
    }),
  ];
}

function misplaced(facts: readonly FactName[], at: Pick<PackProblem, 'path' | 'key'>): readonly PackProblem[] {
  return facts
    .filter((fact) => IDENTITY.includes(fact))
    .map((fact) => ({
      ...at,
      message: `${fact} says which endpoints the rule is about, not what is wrong with them`,
      hint: 'move it to scope, else all other endpoints pass',
    }));
}

function checkTests(rule: RawRule, path: YamlPath): readonly PackProblem[] {
  return rule.tests.flatMap(({ expect, severity, missing }, index) => [
    ...(severity === undefined || expect === 'fail'
      ? []
      : [{ path: [...path, index, 'severity'], key: true, message: `only a test that expects fail has a severity` }]),
    ...(missing === undefined || expect === 'not_assessed'
      ? []
      : [
          {
            path: [...path, index, 'missing'],
            key: true,
            message: `only a test that expects not_assessed has missing facts`,
          },
        ]),
  ]);
}
