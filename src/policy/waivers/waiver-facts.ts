import type { Facts } from '../../model/facts.ts';
import type { Finding, WaiverEntry } from '../../model/report.ts';

/** What rules about waivers know of a finding that one names: the `waiver.*` facts. Undefined for a finding without one. */
export function waiverFacts(finding: Finding, entries: ReadonlyMap<string, WaiverEntry>): Facts | undefined {
  const entry = finding.waiver === null ? undefined : entries.get(finding.waiver);
  if (entry === undefined) return undefined;
  return {
    'waiver.id': entry.id,
    'waiver.state': stateFor(finding, entry),
    'waiver.type': entry.type,
    'waiver.owner': entry.owner,
    'waiver.self_approved': entry.selfApproved,
    'waiver.days_left': entry.daysLeft,
    'waiver.rule': finding.ruleId,
    'waiver.severity': finding.severity,
  };
}

/** A waiver may cover one of its findings and be exceeded by another. */
function stateFor({ disposition }: Finding, { state, daysLeft }: WaiverEntry): string {
  if (disposition === 'waiver-expired' || daysLeft < 0) return 'expired';
  if (disposition === 'waiver-exceeded') return 'exceeded';
  return state === 'expiring' ? 'expiring' : 'active';
}
