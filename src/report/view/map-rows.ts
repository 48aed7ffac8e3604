import { formatAddress, parseAddress } from '../../model/address.ts';
import type { Report, ReportHost } from '../../model/report.ts';
import { portsText } from './cut-list.ts';
import { groupBy } from './group-by.ts';
import { countText, plural } from '../../model/quantity-text.ts';

/** One line of the exposure map: a host, or a network where hosts are too many. */
export interface MapRow {
  readonly label: string;
  readonly hosts: readonly ReportHost[];
  /** The same as text, for the table beside the map: open, closed, filtered, could not be asked. */
  readonly cells: readonly string[];
}

export interface MapRows {
  readonly rows: readonly MapRow[];
  /** What is left out or put together, as sentences. */
  readonly notes: readonly string[];
}

const ROW_LIMIT = 100;
/** Networks that hosts are put together by: /24 and /64 (RFC 4291, section 2.5.1). */
const HOST_BITS = { 4: 8n, 6: 64n } as const;

export function mapRows({ hosts, hostsOmitted, hostRanges, hostRangesOmitted }: Report): MapRows {
  const notes: string[] = [];
  if (hostRanges.length > 0) {
    notes.push(
      'The plan is too large to list every host: those without an open port or one declared open are left out.',
    );
  }
  if (hostRangesOmitted > 0) {
    notes.push(
      `${plural(hostRangesOmitted, 'host')} that differ too much to be put together are only part of the totals.`,
    );
  }
  if (hostsOmitted > 0) notes.push(`${plural(hostsOmitted, 'host')} without an open port are left out of the report.`);
  if (hosts.length <= ROW_LIMIT) return { rows: hosts.map(hostRow), notes };
  const open = hosts.filter(({ counts }) => counts.open > 0);
  if (open.length <= ROW_LIMIT) {
    notes.push(
      `Only hosts with an open port are drawn; ${plural(hosts.length - open.length, 'host')} without are left out.`,
    );
    return { rows: open.map(hostRow), notes };
  }
  const networks = [...groupBy(open, ({ address }) => networkOf(address))];
  notes.push('Hosts with an open port are put together by network (/24, and /64 for IPv6); others are left out.');
  if (networks.length > ROW_LIMIT) {
    notes.push(`${plural(networks.length - ROW_LIMIT, 'network')} after the first ${ROW_LIMIT} are left out.`);
  }
  return { rows: networks.slice(0, ROW_LIMIT).map(([label, members]) => networkRow(label, members)), notes };
}

function hostRow(host: ReportHost): MapRow {
  const { address, open, closed, filtered, error } = host;
  return { label: address, hosts: [host], cells: [open, closed, filtered, error].map((ports) => portsText(ports)) };
}

function networkRow(network: string, hosts: readonly ReportHost[]): MapRow {
  const sum = (state: keyof ReportHost['counts']): string =>
    countText(hosts.reduce((total, { counts }) => total + counts[state], 0));
  return {
    label: `${network}, ${plural(hosts.length, 'host')}`,
    hosts,
    cells: [sum('open'), sum('closed'), sum('filtered'), sum('error')],
  };
}

function networkOf(text: string): string {
  const address = parseAddress(text);
  if (address === undefined) return text;
  const bits = HOST_BITS[address.family];
  const first = (address.value >> bits) << bits;
  return `${formatAddress(address.family, first)}/${address.family === 4 ? 24 : 64}`;
}
