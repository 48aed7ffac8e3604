import type { FactName, Facts } from '../model/facts.ts';
import type { Severity, Verdict } from '../model/report.ts';
import type { JudgedSeverity } from './adjust-severity.ts';
import { severityRank } from './adjust-severity.ts';
import type { Assessment } from './assess.ts';
import { assess } from './assess.ts';
import type { PolicyRule } from './create-policy.ts';
import { factClasses } from './fact-classes.ts';

/** Rules that share a reason for not having been judged. */
export interface Gap {
  readonly missing: readonly FactName[];
  readonly rules: readonly string[];
  /** The highest base severity among the rules. */
  readonly worst: Severity;
  /** What went wrong; null when facts are merely not known. */
  readonly why: string | null;
}

/** What all rules say of one endpoint. */
export interface EndpointAssessment {
  /** One for each rule, in the order of the rules. */
  readonly verdicts: readonly Verdict[];
  readonly failures: readonly { readonly rule: PolicyRule; readonly severity: JudgedSeverity }[];
  readonly gaps: readonly Gap[];
}

/** Kinds of endpoint that are remembered; more of them only cost the time to judge them again. */
const MOST_REMEMBERED = 2_000;

/**
 * Judges endpoints by the given rules. Nearly all endpoints of a sweep look alike to rules, closed and silent ones as well as the ports of a host that
 * accepts everything, so that what comes of each kind of them is remembered.
 */
export function assessmentsOf(rules: readonly PolicyRule[]): (facts: Facts) => EndpointAssessment {
  const kindOf = factClasses(
    rules.flatMap(({ rule }) => [rule.scope, rule.failWhen, ...rule.severityWhen.map(({ when }) => when)]),
  );
  const remembered = new Map<string, EndpointAssessment>();
  return (facts) => {
    // Rules are about TCP unless they name the transport, so that it always tells endpoints apart.
    const kind = `${facts.transport === 'udp' ? 'udp' : 'tcp'} ${kindOf(facts)}`;
    const known = remembered.get(kind);
    if (known !== undefined) return known;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const assessment = assessAll(rules, facts);
    remembered.set(kind, assessment);
    return assessment;
  };
}

interface Judged {
  readonly rule: PolicyRule;
  readonly assessment: Assessment;
}

function assessAll(rules: readonly PolicyRule[], facts: Facts): EndpointAssessment {
  const judged = rules.map((rule): Judged => ({ rule, assessment: assess(rule, facts) }));
  return {
    verdicts: judged.map(({ assessment }) => assessment.verdict),
    failures: judged.flatMap(({ rule, assessment }) =>
      assessment.verdict === 'fail' ? [{ rule, severity: assessment }] : [],
    ),
    gaps: [...gapOf(judged, 'not_assessed'), ...gapOf(judged, 'error')],
  };
}

function gapOf(judged: readonly Judged[], verdict: 'not_assessed' | 'error'): readonly Gap[] {
  const open = judged.flatMap(({ rule, assessment }) =>
    assessment.verdict === verdict && 'missing' in assessment ? [{ rule, assessment }] : [],
  );
  const [first] = open;
  if (first === undefined) return [];
  const missing = new Set(open.flatMap(({ assessment }) => [...assessment.missing]));
  return [
    {
      missing: [...missing].sort(),
      rules: open.map(({ rule }) => rule.rule.id).sort(),
      worst: open.map(({ rule }) => rule.severity).reduce((a, b) => (severityRank(a) <= severityRank(b) ? a : b)),
      why: 'why' in first.assessment ? first.assessment.why : null,
    },
  ];
}
