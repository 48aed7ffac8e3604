import type { PlanSummary } from '../../index.ts';
import { printable } from '../../model/printable.ts';
import { columns } from './columns.ts';
import { endpointText } from './endpoint-text.ts';
import { countText, durationText, plural } from '../../model/quantity-text.ts';
import { hostsText } from './hosts-text.ts';
import type { Paint } from './palette.ts';

const MOST_TARGETS = 20;

/** What an audit would do, to be read before it is started. */
export function planText(plan: PlanSummary, paint: Paint): readonly string[] {
  return [
    planLine(plan, paint),
    ...udpLines(plan),
    ...columns([
      ['Probes', between(plan.probesAtLeast, plan.probesAtMost, countText)],
      ['Time', between(plan.secondsAtLeast, plan.secondsAtMost, durationText)],
      ['Authorised by', authorizedBy(plan)],
    ]),
    '',
    ...targetLines(plan, paint),
    ...exclusionLines(plan, paint),
    ...endpointLines(plan, paint),
    ...plan.warnings.map((warning) => `${paint('yellow', 'Warning')}: ${printable(warning)}`),
    'Nothing was sent but name look-ups.',
  ];
}

/** How much there is to probe, on one line. */
export function planLine({ endpoints, hosts, ports, shard }: PlanSummary, paint: Paint): string {
  return paint('bold', `${plural(endpoints, 'endpoint')}: ${hostsText(hosts, shard)}, ports ${printable(ports, 512)}`);
}

function udpLines({ udp }: PlanSummary): readonly string[] {
  if (udp === null) return [];
  const { endpoints, ports, datagramsAtLeast, datagramsAtMost, secondsAtLeast, secondsAtMost } = udp;
  const datagrams = between(datagramsAtLeast, datagramsAtMost, countText);
  const time = between(secondsAtLeast, secondsAtMost, durationText);
  return [`UDP, after that: ${plural(endpoints, 'endpoint')}, ports ${ports}; ${datagrams} datagrams, ${time} or more`];
}

function between(least: number, most: number, text: (value: number) => string): string {
  return text(least) === text(most) ? text(least) : `${text(least)} to ${text(most)}`;
}

function authorizedBy({ authorization: { by, ticket, validUntil, source } }: PlanSummary): string {
  if (by === null) return 'nobody; not needed for these addresses';
  const parts = [
    by,
    ticket,
    validUntil === null ? null : `valid until ${validUntil}`,
    source === null ? null : `from ${source}`,
  ];
  return parts
    .filter((part) => part !== null)
    .map((part) => printable(part))
    .join(', ');
}

function targetLines({ targets }: PlanSummary, paint: Paint): readonly string[] {
  const shown = targets
    .slice(0, MOST_TARGETS)
    .map(({ text, addresses }) => [printable(text, 80), addressesText(addresses)]);
  const rest = targets.length - shown.length;
  return [
    paint('bold', 'Targets'),
    ...columns(shown).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  and ${countText(rest)} more`] : []),
    '',
  ];
}

function exclusionLines({ exclusions }: PlanSummary, paint: Paint): readonly string[] {
  if (exclusions.length === 0) return [];
  const rows = exclusions.map(({ text, why, addresses }) => [
    printable(text, 80),
    addressesText(addresses),
    printable(why, 80),
  ]);
  return [paint('bold', 'Excluded'), ...columns(rows).map((line) => `  ${line}`), ''];
}

function endpointLines({ first, last, endpoints }: PlanSummary, paint: Paint): readonly string[] {
  const shown = new Set([...first, ...last].map((endpoint) => endpointText(endpoint)));
  const head = first.map((endpoint) => `  ${endpointText(endpoint)}`);
  if (shown.size >= endpoints) return [paint('bold', 'Endpoints'), ...[...shown].map((text) => `  ${text}`), ''];
  const tail = last.map((endpoint) => `  ${endpointText(endpoint)}`);
  return [paint('bold', 'Endpoints'), ...head, `  and ${countText(endpoints - shown.size)} more, up to`, ...tail, ''];
}

function addressesText(count: number): string {
  return `${countText(count)} ${count === 1 ? 'address' : 'addresses'}`;
}
