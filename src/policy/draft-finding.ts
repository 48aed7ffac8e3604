import type { Facts } from '../model/facts.ts';
import type { Finding } from '../model/report.ts';
import type { JudgedSeverity } from './adjust-severity.ts';
import type { Condition } from './condition.ts';
import { confidenceOf, isByPortNumber } from './confidence.ts';
import type { PolicyRule } from './create-policy.ts';
import { decidingFacts } from './deciding-facts.ts';
import { evaluate } from './evaluate.ts';
import { explainCondition } from './explain-condition.ts';
import { identityExtras } from './fingerprint.ts';
import { renderMessage } from './render-message.ts';
import type { Judged } from './subject.ts';
import { isUnknown } from './truth.ts';

/** A finding before it is known whether its target's id is its own. */
export interface FindingDraft {
  readonly finding: Omit<Finding, 'fingerprint' | 'aliases'>;
  readonly extras: Facts;
  /** Earlier ids of the rule. */
  readonly earlierIds: readonly string[];
}

/** What to tell of one failed rule. */
export function draftFinding(
  { place, facts, observation }: Judged,
  { rule }: PolicyRule,
  { severity, reasons }: JudgedSeverity,
): FindingDraft {
  const failed: Condition = { kind: 'all', of: [rule.scope, rule.failWhen] };
  const deciding = decidingFacts(failed, facts);
  const caution = isByPortNumber(deciding) ? 'Going by the port number: ' : '';
  const { endpoints } = place;
  const alike = endpoints === 1 ? '' : `; the same holds for ${endpoints.toLocaleString('en')} such endpoints in all`;
  // A rule that fails on what is unknown has seen nothing; what a file says needs no probe.
  const sure = observation === null ? 'confirmed' : confidenceOf(observation, deciding);
  return {
    finding: {
      ruleId: rule.id,
      pack: rule.pack,
      title: rule.title,
      category: rule.category,
      severity,
      baseSeverity: rule.severity,
      severityReasons: reasons,
      confidence: isUnknown(evaluate(failed, facts)) ? 'tentative' : sure,
      ...place,
      owner: ownerOf(facts),
      message: caution + renderMessage(rule.message, facts),
      why: rule.why,
      because: explainCondition(failed, facts) + alike,
      fix: rule.fix,
      references: rule.references,
      cwe: rule.cwe,
      disposition: 'open',
      waiver: null,
      history: null,
    },
    extras: { ...identityExtras(rule.identity, facts), ...levelExtras(place.level, facts) },
    earlierIds: rule.aliases,
  };
}

/** What tells findings of one rule at one endpoint apart, whether or not the rule names it. */
function levelExtras(level: Finding['level'], facts: Facts): Facts {
  if (level === 'endpoint') return {};
  return identityExtras([level === 'intent' ? 'intent.zone' : 'waiver.id'], facts);
}

/** Who is to deal with it. */
function ownerOf(facts: Facts): string | null {
  const owner = facts['waiver.owner'] ?? facts['intent.owner'] ?? facts['target.owner'];
  return typeof owner === 'string' ? owner : null;
}
