import type { SourcePosition } from '../model/errors.ts';
import type { Assessment } from './assess.ts';
import { assess } from './assess.ts';
import type { PlacedRuleTest, Rule, RulePack } from './rule-pack.ts';

/** How one of a rule's own tests ended. */
export interface RuleTestResult {
  readonly ruleId: string;
  /** Counts from 0 within the rule. */
  readonly index: number;
  readonly at: SourcePosition;
  readonly passed: boolean;
  /** What was expected and what came; empty when it passed. */
  readonly message: string;
}

/** Runs the tests that the rules of a pack carry. */
export function testPack(pack: RulePack): readonly RuleTestResult[] {
  return pack.rules.flatMap((rule) => testRule(rule));
}

/** Runs the tests that one rule carries. */
export function testRule(rule: Rule): readonly RuleTestResult[] {
  return rule.tests.map((test, index) => {
    const assessment = assess({ rule, severity: rule.severity, status: 'active', because: null }, test.facts);
    const problems = differences(test, assessment);
    return { ruleId: rule.id, index, at: test.at, passed: problems.length === 0, message: problems.join('; ') };
  });
}

function differences({ expect, severity, missing }: PlacedRuleTest, assessment: Assessment): readonly string[] {
  if (assessment.verdict !== expect) return [`expected ${expect}, got ${describe(assessment)}`];
  const problems: string[] = [];
  if (assessment.verdict === 'fail' && severity !== undefined && assessment.severity !== severity) {
    problems.push(`expected severity ${severity}, got ${assessment.severity}`);
  }
  if (assessment.verdict === 'not_assessed' && missing !== undefined) {
    const [wanted, found] = [[...missing].sort().join(', '), [...assessment.missing].sort().join(', ')];
    if (wanted !== found) problems.push(`expected missing ${wanted}, got ${found}`);
  }
  return problems;
}

function describe(assessment: Assessment): string {
  if (assessment.verdict === 'error') return `error: ${assessment.why}`;
  if (assessment.verdict !== 'not_assessed') return assessment.verdict;
  return `not_assessed for want of ${[...assessment.missing].sort().join(', ')}`;
}
