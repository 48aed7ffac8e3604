import type { FactName, Facts } from '../model/facts.ts';
import { declarationOf } from '../model/facts.ts';
import type { Severity } from '../model/report.ts';
import { explainCondition } from './explain-condition.ts';
import { factsNeeded } from './rule-facts.ts';
import type { Adjustment, Rule } from './rule-pack.ts';

/** A rule in words. */
export interface RuleExplanation extends Pick<
  Rule,
  | 'id'
  | 'pack'
  | 'title'
  | 'category'
  | 'severity'
  | 'level'
  | 'tags'
  | 'why'
  | 'fix'
  | 'references'
  | 'cwe'
  | 'aliases'
> {
  /** What it is about, as a condition; null for everything of its level. */
  readonly about: string | null;
  readonly failsWhen: string;
  /** What has to be known before it says pass or fail. */
  readonly needs: readonly { readonly fact: FactName; readonly what: string }[];
  /** The verdict where some of that is missing. */
  readonly otherwise: 'not_assessed' | 'not_applicable' | 'fail';
  readonly severityChanges: readonly { readonly to: string; readonly when: string; readonly because: string }[];
  readonly deprecated: Rule['deprecated'];
  readonly examples: readonly {
    readonly facts: Facts;
    readonly verdict: string;
    readonly severity: Severity | null;
    readonly missing: readonly FactName[];
  }[];
}

/** Says of a rule when it fails, what it needs to know, how severe that is and what its examples show. */
export function explainRule(rule: Rule): RuleExplanation {
  const { id, pack, title, category, severity, level, tags, why, fix, references, cwe, aliases, deprecated } = rule;
  const everywhere = rule.scope.kind === 'all' && rule.scope.of.length === 0;
  const needs = new Set([...factsNeeded(rule.scope), ...factsNeeded(rule.failWhen)]);
  return {
    id,
    pack,
    title,
    category,
    severity,
    level,
    tags,
    why,
    fix,
    references,
    cwe,
    aliases,
    deprecated,
    about: everywhere ? null : explainCondition(rule.scope),
    failsWhen: explainCondition(rule.failWhen),
    needs: [...needs].map((fact) => ({ fact, what: declarationOf(fact).about })),
    otherwise: rule.onUnknown === 'ignore' ? 'not_applicable' : rule.onUnknown,
    severityChanges: rule.severityWhen.map(({ when, because, change }) => ({
      to: changeText(change),
      when: explainCondition(when),
      because,
    })),
    examples: rule.tests.map((test) => ({
      facts: test.facts,
      verdict: test.expect,
      severity: test.severity ?? null,
      missing: test.missing ?? [],
    })),
  };
}

function changeText(change: Adjustment['change']): string {
  if (change.kind === 'set') return change.severity;
  const levels = Math.abs(change.levels) === 1 ? '1 level' : `${Math.abs(change.levels)} levels`;
  return `${levels} ${change.levels > 0 ? 'higher' : 'lower'}`;
}
