import type { Facts } from '../model/facts.ts';
import type { Severity, SeverityReason } from '../model/report.ts';
import { SEVERITIES } from '../model/report.ts';
import type { PolicyRule } from './create-policy.ts';
import { evaluate } from './evaluate.ts';
import type { Adjustment } from './rule-pack.ts';

/** A severity, and every step that led to it from the one in the pack. */
export interface JudgedSeverity {
  readonly severity: Severity;
  readonly reasons: readonly SeverityReason[];
}

/**
 * The severity of a failed rule. Adjustments apply in order where they are true; unknown changes nothing.
 * A severity that the configuration gives is final: whoever sets it has weighed the rule as a whole.
 */
export function judgeSeverity({ rule, severity, status, because }: PolicyRule, facts: Facts): JudgedSeverity {
  if (status === 'overridden') {
    const changed = severity !== rule.severity;
    const reason = because ?? 'set by the configuration';
    return { severity, reasons: changed ? [{ from: rule.severity, to: severity, because: reason }] : [] };
  }
  return rule.severityWhen.reduce<JudgedSeverity>(
    (current, adjustment) => (evaluate(adjustment.when, facts) === true ? adjust(current, adjustment) : current),
    { severity, reasons: [] },
  );
}

function adjust({ severity: from, reasons }: JudgedSeverity, { change, because }: Adjustment): JudgedSeverity {
  const to = change.kind === 'set' ? change.severity : shift(from, change.levels);
  return to === from ? { severity: from, reasons } : { severity: to, reasons: [...reasons, { from, to, because }] };
}

function shift(severity: Severity, levels: number): Severity {
  const index = severityRank(severity) - levels;
  return SEVERITIES[Math.min(Math.max(index, 0), SEVERITIES.length - 1)] ?? severity;
}

/** 0 for critical; lower is worse. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
