import type { AddressValue } from '../../model/address.ts';
import { parseAddress, rangeContains, rangeSize } from '../../model/address.ts';
import type { Transport } from '../../model/observation.ts';
import type { Report, ReportHost } from '../../model/report.ts';
import { reportedEndpoints } from '../reported/reported-endpoints.ts';
import type { RuleMatch, Waiver, WaiverTarget } from './waiver-list.ts';

/** The parts of a report that tell whether it would know of a finding. */
type AssessedParts = Pick<
  Report,
  'hosts' | 'hostRanges' | 'scope' | 'endpoints' | 'notAssessed' | 'coverage' | 'udp' | 'rules' | 'vantages' | 'changes'
>;

/** Hosts of a group of the intent matrix; undefined where there is no such matrix. */
export type GroupHosts = (group: string) => readonly ReportHost[] | undefined;

/**
 * Whether a report would tell of the findings that a waiver is about, so that it is unused if there are none: its rule is in force and could be judged
 * on all hosts of its target, on its port or on all ports that were asked. What a fingerprint stands for is only known of one that a baseline lists.
 */
export function assessedIn(
  report: AssessedParts,
  groupHosts: GroupHosts = () => undefined,
): (waiver: Waiver) => boolean {
  const endpoints = reportedEndpoints(report);
  const inForce = new Set(report.rules.filter(({ status }) => status !== 'off').map(({ id }) => id));
  const resolved = new Set(
    (report.changes?.gone ?? []).filter(({ status }) => status === 'resolved').map(({ fingerprint }) => fingerprint),
  );

  /** Read once, and only where a waiver matches nothing. */
  let located: readonly Located[] | undefined;

  function isKnown(match: RuleMatch, address: string, transport: Transport): boolean {
    if (match.port === null) return isWholeHostKnown(match, address, transport);
    const endpoint = { address, port: match.port, transport };
    const state = endpoints.stateOf(endpoint);
    if (state === undefined || state === 'error' || state === 'open|filtered') return false;
    return endpoints.isJudged(match.rule, endpoint) === true;
  }

  function isWholeHostKnown({ rule }: RuleMatch, address: string, transport: Transport): boolean {
    const hosts: readonly { readonly address: string; readonly error: string }[] =
      transport === 'tcp' ? report.hosts : (report.udp?.hosts ?? []);
    const host = hosts.find((each) => each.address === address);
    return host !== undefined && host.error === '' && endpoints.isJudgedOnHost(rule, address, transport) === true;
  }

  return ({ match }) => {
    if (match.kind === 'fingerprint') return resolved.has(match.fingerprint);
    const { rule, zone, transport } = match;
    if (!inForce.has(rule)) return false;
    if (zone !== null && !report.vantages.some((vantage) => vantage.zone === zone)) return false;
    located ??= report.hosts.map((host) => ({ host, value: parseAddress(host.address) }));
    const hosts = hostsOf(match.target, located, groupHosts);
    return hosts !== undefined && hosts.every(({ address }) => isKnown(match, address, transport ?? 'tcp'));
  };
}

interface Located {
  readonly host: ReportHost;
  readonly value: AddressValue | undefined;
}

/** Every host of a target; undefined where some may be missing from the report. */
function hostsOf(
  target: WaiverTarget,
  hosts: readonly Located[],
  groupHosts: GroupHosts,
): readonly ReportHost[] | undefined {
  switch (target.kind) {
    case 'id': {
      const named = hosts.filter(({ host }) => host.labels.id === target.id);
      return named.length > 0 ? named.map(({ host }) => host) : undefined;
    }
    case 'range': {
      if (rangeSize(target.range) > BigInt(hosts.length)) return undefined;
      const inside = hosts.filter(({ value }) => value !== undefined && rangeContains(target.range, value));
      return BigInt(inside.length) === rangeSize(target.range) ? inside.map(({ host }) => host) : undefined;
    }
    case 'group': {
      const members = groupHosts(target.group);
      return members !== undefined && members.length > 0 ? members : undefined;
    }
    default:
      return target satisfies never;
  }
}
