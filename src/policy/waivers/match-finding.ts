import { parseAddress, rangeContains } from '../../model/address.ts';
import type { Finding } from '../../model/report.ts';
import type { RuleMatch, WaiverMatch } from './waiver-list.ts';

/** What a waiver looks at in a finding. */
export type WaivableFinding = Pick<
  Finding,
  | 'fingerprint'
  | 'aliases'
  | 'ruleId'
  | 'severity'
  | 'address'
  | 'port'
  | 'transport'
  | 'labels'
  | 'zone'
  | 'seen'
  | 'endpoints'
>;

/** Whether a finding's host is in a group of the intent matrix. */
export type InGroup = (finding: WaivableFinding, group: string) => boolean;

/**
 * Whether a finding is one that a waiver is about, whatever the day and its severity. A finding that stands for many endpoints carries the address,
 * and so the fingerprint, of one of them only: neither says anything of the others, and only a label that all of them carry matches.
 */
export function matchesFinding(match: WaiverMatch, finding: WaivableFinding, inGroup: InGroup): boolean {
  if (match.kind === 'fingerprint') {
    const { fingerprint, aliases, endpoints } = finding;
    return endpoints === 1 && [fingerprint, ...aliases].includes(match.fingerprint);
  }
  const { rule, port, transport, zone } = match;
  return (
    rule === finding.ruleId &&
    (port === null || port === finding.port) &&
    (transport === null || transport === finding.transport) &&
    (zone === null || isOfZone(finding, zone)) &&
    matchesTarget(match.target, finding, inGroup)
  );
}

function matchesTarget(target: RuleMatch['target'], finding: WaivableFinding, inGroup: InGroup): boolean {
  if (target.kind === 'id') return finding.labels.id === target.id;
  if (finding.endpoints > 1) return false;
  if (target.kind === 'group') return inGroup(finding, target.group);
  const address = parseAddress(finding.address);
  return address !== undefined && rangeContains(target.range, address);
}

/** Whether all that is wrong is in one zone: what is open from elsewhere, too, was not accepted by who accepted that zone. */
function isOfZone({ zone, seen }: WaivableFinding, wanted: string): boolean {
  if (zone !== null) return zone === wanted;
  const open = seen.filter(({ state }) => state === 'open');
  const concerned = open.length > 0 ? open : seen;
  return concerned.length > 0 && concerned.every((each) => each.zone === wanted);
}
