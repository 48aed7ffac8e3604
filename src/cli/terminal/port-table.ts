import { PORT_STATES, REASONS } from '../../model/observation.ts';
import type { EndpointState, Observation, PortState, Reason, Transport } from '../../model/observation.ts';
import { printable } from '../../model/printable.ts';
import type { Report, ReportHost } from '../../model/report.ts';
import { columns } from './columns.ts';
import { hostText } from './endpoint-text.ts';
import { FOLD_ABOVE, type KeptObservations } from './kept-observations.ts';
import { countText } from '../../model/quantity-text.ts';
import type { Paint } from './palette.ts';
import { REASON_TEXT } from './reason-text.ts';
import { serviceText } from './service-text.ts';

/** More hosts or rows than these are left to the report file. */
const MAX_HOSTS = 16;
const MAX_ROWS = 64;

type ReportEndpoint = Report['endpoints'][number];
type UdpHost = NonNullable<Report['udp']>['hosts'][number];

interface Row {
  readonly port: number;
  readonly transport: Transport;
  readonly state: EndpointState;
  /** Null where the report lists the port without its observation. */
  readonly seen: ReportEndpoint | Observation | null;
}

interface HostRows {
  readonly host: ReportHost;
  readonly udp: UdpHost | undefined;
  readonly rows: readonly Row[];
}

/** The ports of each host, or nothing where there are too many to read. States come from the report, `kept` adds time and reason. */
export function portTable(report: Report, kept: KeptObservations, paint: Paint): readonly string[] {
  if (report.hosts.length > MAX_HOSTS || report.hostsOmitted > 0) return [];
  const hosts = report.hosts.map((host) => {
    const udp = report.udp?.hosts.find(({ address }) => address === host.address);
    return { host, udp, rows: [...rowsOf(host, report, kept), ...udpRowsOf(udp, report, kept)] };
  });
  if (hosts.reduce((sum, { rows }) => sum + rows.length, 0) > MAX_ROWS) return [];
  return hosts.flatMap((host) => [...hostLines(host, paint), '']);
}

function rowsOf(host: ReportHost, report: Report, kept: KeptObservations): readonly Row[] {
  const seen = seenReader(host.address, 'tcp', report, kept);
  return PORT_STATES.filter((state) => !isFolded(host, state))
    .flatMap((state) => portsIn(host[state]).map((port) => seen(port, state)))
    .sort((a, b) => a.port - b.port);
}

/** States of UDP ports that are worth a row; of the others each host has many. */
const UDP_SHOWN = ['open', 'filtered', 'error'] as const;

function udpRowsOf(host: UdpHost | undefined, report: Report, kept: KeptObservations): readonly Row[] {
  if (host === undefined) return [];
  const seen = seenReader(host.address, 'udp', report, kept);
  return UDP_SHOWN.flatMap((state) => portsIn(host[state]).map((port) => seen(port, state))).sort(
    (a, b) => a.port - b.port,
  );
}

/** Gives the row of a port, with what is known of it. */
function seenReader(
  address: string,
  transport: Transport,
  report: Report,
  kept: KeptObservations,
): (port: number, state: EndpointState) => Row {
  const listed = new Map(
    report.endpoints
      .filter((endpoint) => endpoint.address === address && endpoint.transport === transport)
      .map((endpoint) => [endpoint.port, endpoint]),
  );
  return (port, state) => {
    const seen = listed.get(port) ?? kept.find(address, port, transport);
    // An observation that says something else than the report is not shown beside it.
    return { port, transport, state, seen: seen?.state === state ? seen : null };
  };
}

function isFolded(host: ReportHost, state: PortState): boolean {
  // Above 100,000 endpoints silent ports are counted without being listed.
  return state !== 'open' && (host.counts[state] > FOLD_ABOVE || (host[state] === '' && host.counts[state] > 0));
}

/** `22,80,8000-8010` as numbers. */
function portsIn(ranges: string): readonly number[] {
  if (ranges === '') return [];
  return ranges.split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

function hostLines({ host, udp, rows }: HostRows, paint: Paint): readonly string[] {
  const folded = PORT_STATES.filter((state) => isFolded(host, state));
  const notShown = [
    ...folded.map((state) => `${countText(host.counts[state])} ${STATE_TEXT[state]}`),
    ...udpFolded(udp),
  ].join(', ');
  const lines = [paint('bold', hostText(host.address, host.names))];
  if (notShown !== '') lines.push(`  Not shown: ${notShown}`);
  if (rows.length === 0) return lines;
  const [heading = '', ...table] = columns([
    ['PORT', 'STATE', 'TIME', 'SERVICE', 'ACCESS', 'NOTE'],
    ...rows.map((row) => cells(row)),
  ]);
  lines.push(paint('dim', `  ${heading}`));
  for (const [index, line] of table.entries()) lines.push(`  ${paintRow(line, rows[index]?.state, paint)}`);
  return lines;
}

function udpFolded(udp: UdpHost | undefined): readonly string[] {
  if (udp === undefined) return [];
  return (['closed', 'open|filtered'] as const)
    .map((state) => [state, portsIn(udp[state]).length] as const)
    .filter(([, ports]) => ports > 0)
    .map(([state, ports]) => `${countText(ports)} ${STATE_TEXT[state]} (UDP)`);
}

const STATE_TEXT: Readonly<Record<EndpointState, string>> = {
  open: 'open',
  closed: 'closed',
  filtered: 'filtered',
  'open|filtered': 'open|filtered',
  error: 'not asked',
};

const STATE_STYLE = { open: 'green', closed: 'dim', filtered: 'dim', 'open|filtered': 'dim', error: 'yellow' } as const;

function paintRow(line: string, state: EndpointState | undefined, paint: Paint): string {
  return state === undefined ? line : paint(STATE_STYLE[state], line);
}

function cells({ port, transport, state, seen }: Row): readonly string[] {
  const { service, access } = serviceText(seen);
  const time = seen?.rttMs === null || seen === null ? '' : `${seen.rttMs.toFixed(1)} ms`;
  return [`${port}/${transport}`, STATE_TEXT[state], time, service, access, seen === null ? '' : note(seen.reason)];
}

function note(reason: string): string {
  return isReason(reason) ? REASON_TEXT[reason] : printable(reason, 40);
}

function isReason(text: string): text is Reason {
  return Object.hasOwn(REASONS, text);
}
