import type { Facts } from '../model/facts.ts';
import type { Observation } from '../model/observation.ts';
import type { Finding } from '../model/report.ts';
import type { HostIdentity } from '../model/target.ts';
import type { JudgedSeverity } from './adjust-severity.ts';
import type { Condition } from './condition.ts';
import { confidenceOf, isByPortNumber } from './confidence.ts';
import type { PolicyRule } from './create-policy.ts';
import { decidingFacts } from './deciding-facts.ts';
import { evaluate } from './evaluate.ts';
import { explainCondition } from './explain-condition.ts';
import { identityExtras } from './fingerprint.ts';
import { renderMessage } from './render-message.ts';
import { isUnknown } from './truth.ts';

/** The endpoint that a rule failed on. */
export interface FailedEndpoint {
  readonly observation: Observation;
  readonly identity: HostIdentity;
  readonly facts: Facts;
  /** How many endpoints the observation stands for. */
  readonly times: number;
}

/** A finding before it is known whether its target's id is its own. */
export interface FindingDraft {
  readonly finding: Omit<Finding, 'fingerprint'>;
  readonly extras: Facts;
}

/** What to tell of one failed rule on one endpoint. */
export function draftFinding(
  { observation, identity, facts, times }: FailedEndpoint,
  { rule }: PolicyRule,
  { severity, reasons }: JudgedSeverity,
): FindingDraft {
  const failed: Condition = { kind: 'all', of: [rule.scope, rule.failWhen] };
  const { address, port, transport, host } = observation;
  const deciding = decidingFacts(failed, facts);
  const caution = isByPortNumber(deciding) ? 'Going by the port number: ' : '';
  const alike = times === 1 ? '' : `; the same holds for ${times.toLocaleString('en')} such endpoints in all`;
  return {
    finding: {
      ruleId: rule.id,
      pack: rule.pack,
      title: rule.title,
      category: rule.category,
      severity,
      baseSeverity: rule.severity,
      severityReasons: reasons,
      // A rule that fails on what is unknown has seen nothing.
      confidence: isUnknown(evaluate(failed, facts)) ? 'tentative' : confidenceOf(observation, deciding),
      address,
      port,
      transport,
      host,
      labels: identity.labels,
      message: caution + renderMessage(rule.message, facts),
      why: rule.why,
      because: explainCondition(failed, facts) + alike,
      fix: rule.fix,
      references: rule.references,
      cwe: rule.cwe,
      evidence: observation.evidence ?? [],
    },
    extras: identityExtras(rule.identity, facts),
  };
}
