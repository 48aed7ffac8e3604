import { factsRead } from '../../src/policy/condition.ts';
import type { Condition, FactTest } from '../../src/policy/condition.ts';
import { SEVERITIES } from '../../src/model/report.ts';
import type { Severity } from '../../src/model/report.ts';
import { OPERATORS } from '../../src/policy/operators.ts';
import type { Adjustment, Rule } from '../../src/policy/rule-pack.ts';
import type { Scalar } from '../../src/policy/scalar.ts';

/** How a rule was damaged. */
export type MutationKind =
  'negated' | 'regrouped' | 'dropped-part' | 'dropped-value' | 'moved-bound' | 'dropped-adjustment' | 'other-severity';

export interface Mutation {
  readonly kind: MutationKind;
  /** Where, for whoever has to write the missing test. */
  readonly where: string;
  readonly rule: Rule;
}

interface Variant {
  readonly kind: MutationKind;
  readonly where: string;
  readonly condition: Condition;
}

/** Every rule that comes of one rule by one small mistake. */
export function mutationsOf(rule: Rule): readonly Mutation[] {
  const adjusted = (index: number, adjustment: readonly Adjustment[]): Rule => ({
    ...rule,
    severityWhen: [...rule.severityWhen.slice(0, index), ...adjustment, ...rule.severityWhen.slice(index + 1)],
  });
  return [
    ...variantsOf(rule.scope, 'scope').map(({ condition, ...about }) => ({
      ...about,
      rule: { ...rule, scope: condition },
    })),
    ...variantsOf(rule.failWhen, 'fail_when').map(({ condition, ...about }) => ({
      ...about,
      rule: { ...rule, failWhen: condition },
    })),
    ...rule.severityWhen.flatMap((adjustment, index) => [
      ...variantsOf(adjustment.when, `severity_when[${index}]`).map(({ condition, ...about }) => ({
        ...about,
        rule: adjusted(index, [{ ...adjustment, when: condition }]),
      })),
      { kind: 'dropped-adjustment' as const, where: `severity_when[${index}]`, rule: adjusted(index, []) },
      ...otherChanges(adjustment).map((other) => ({
        kind: 'other-severity' as const,
        where: `severity_when[${index}]: ${JSON.stringify(other.change)}`,
        rule: adjusted(index, [other]),
      })),
    ]),
    ...neighbours(rule.severity).map((severity) => ({
      kind: 'other-severity' as const,
      where: `severity: ${severity}`,
      rule: { ...rule, severity },
    })),
  ];
}

function otherChanges(adjustment: Adjustment): readonly Adjustment[] {
  const { change } = adjustment;
  return change.kind === 'set'
    ? neighbours(change.severity).map((severity) => ({ ...adjustment, change: { kind: 'set', severity } }))
    : [-1, 1].map((step) => ({ ...adjustment, change: { kind: 'shift', levels: change.levels + step } }));
}

/** One step better and one step worse. */
function neighbours(severity: Severity): readonly Severity[] {
  const index = SEVERITIES.indexOf(severity);
  return SEVERITIES.filter((_, other) => Math.abs(other - index) === 1);
}

function variantsOf(condition: Condition, where: string): readonly Variant[] {
  // A rule without a scope is about everything: there is no condition to get wrong.
  if (condition.kind === 'all' && condition.of.length === 0) return [];
  return [
    { kind: 'negated', where: `${where}: ${nameOf(condition)}`, condition: { kind: 'not', of: condition } },
    ...ownVariants(condition, where),
    ...partVariants(condition, where),
  ];
}

function ownVariants(condition: Condition, where: string): readonly Variant[] {
  if (condition.kind === 'test') return [...withoutValues(condition, where), ...withOtherBounds(condition, where)];
  if (condition.kind === 'not' || condition.kind === 'known' || !('of' in condition)) return [];
  if (condition.of.length < 2) return [];
  const { of: parts } = condition;
  const regrouped: Variant = {
    kind: 'regrouped',
    where: `${where}: ${nameOf(condition)}`,
    condition:
      condition.kind === 'all'
        ? { kind: 'any', of: parts }
        : { kind: condition.kind === 'any' ? 'all' : 'none', of: parts },
  };
  return [
    ...(condition.kind === 'none' ? [] : [regrouped]),
    ...parts.map((part, index): Variant => ({
      kind: 'dropped-part',
      where: `${where}: ${nameOf(part)}`,
      condition: { ...condition, of: parts.filter((_, other) => other !== index) },
    })),
  ];
}

function partVariants(condition: Condition, where: string): readonly Variant[] {
  if (condition.kind === 'not') {
    return variantsOf(condition.of, `${where}.not`).map((variant) => ({
      ...variant,
      condition: { kind: 'not', of: variant.condition },
    }));
  }
  if (!('of' in condition)) return [];
  const { of: parts } = condition;
  return parts.flatMap((part, index) =>
    variantsOf(part, `${where}.${condition.kind}[${index}]`).map((variant) => ({
      ...variant,
      condition: { ...condition, of: parts.map((other, place) => (place === index ? variant.condition : other)) },
    })),
  );
}

function withOperands(test: FactTest, operands: readonly Scalar[]): FactTest {
  const { operator } = test;
  if (operator === 'matches') throw new Error('patterns have no values to change');
  return { ...test, operands, holds: OPERATORS[operator].compile(operands) };
}

const LISTS: readonly string[] = ['in', 'not_in', 'has_any'];

function withoutValues(test: FactTest, where: string): readonly Variant[] {
  if (!LISTS.includes(test.operator) || test.operands.length < 2) return [];
  return test.operands.map((dropped, index) => ({
    kind: 'dropped-value',
    where: `${where}: ${test.fact} without ${String(dropped)}`,
    condition: withOperands(
      test,
      test.operands.filter((_, other) => other !== index),
    ),
  }));
}

const BOUNDS: readonly string[] = ['gt', 'gte', 'lt', 'lte', 'between'];

function withOtherBounds(test: FactTest, where: string): readonly Variant[] {
  if (!BOUNDS.includes(test.operator)) return [];
  return test.operands.flatMap((bound, index) =>
    [-1, 1].map((step) => ({
      kind: 'moved-bound' as const,
      where: `${where}: ${test.fact} ${test.operator} ${Number(bound) + step}`,
      condition: withOperands(
        test,
        test.operands.map((other, place) => (place === index ? Number(bound) + step : other)),
      ),
    })),
  );
}

function nameOf(condition: Condition): string {
  return `${condition.kind} ${[...factsRead(condition)].join(', ')}`;
}
