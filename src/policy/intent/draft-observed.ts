import type { AddressRange } from '../../model/address.ts';
import { formatRange, parseAddress } from '../../model/address.ts';
import { UsageError } from '../../model/errors.ts';
import type { Transport } from '../../model/observation.ts';
import { printable } from '../../model/printable.ts';
import { plural } from '../../model/quantity-text.ts';
import { ZONE_NAME } from '../../model/reach-fact.ts';
import type { Report } from '../../model/report.ts';
import type { IntentDraft } from './intent-draft.ts';
import type { ZoneReport } from './open-ports.ts';
import { hostsAlike, portNumbers } from './open-ports.ts';

/**
 * A matrix of what was found open, one group for hosts with equal open ports: what is, and not what should be.
 * @param reports at least one, each of one zone
 * @throws UsageError for a report of several zones, which does not say from which of them a port is open
 */
export function draftObserved(reports: readonly Report[]): IntentDraft {
  const zoned = reports.map((report) => ({ zone: zoneOf(report), report }));
  const groups = hostsAlike(zoned).map((alike, index) => ({ ...alike, name: `group-${index + 1}` }));
  const servicesOn = servicesByPort(reports);
  const runs = reports.map(({ run }) => printable(run.id, 64));
  return {
    id: `observed-${runs[0]}`,
    title: `Open ports found by ${runs.length === 1 ? 'run' : 'runs'} ${runs.join(', ')}`,
    about: [
      ...zoned.map(aboutRun),
      'This is what was, and not what should be. Keep the rows that are meant, with a reason, and strike the others: the default forbids them.',
      'It loads when no TODO is left.',
    ],
    zones: zonesOf(zoned),
    groups: groups.map(({ name, addresses, names }) => ({
      name,
      targets: asRanges(addresses),
      about: hostsText(addresses.length, names),
    })),
    rows: groups.flatMap(({ name, addresses, open }) =>
      open.map(({ zone, transport, ports }) => ({
        from: zone,
        to: name,
        ports,
        transport,
        expect: 'open',
        about: servicesText(ports, (port) => servicesOn(addresses, port, transport)),
      })),
    ),
  };
}

function aboutRun({ zone, report: { run, scope, udp } }: ZoneReport): string {
  const what = udp === undefined ? `ports ${scope.ports}` : `ports ${scope.ports} and UDP ports ${udp.ports}`;
  const partly = run.complete ? '' : '; the run is not complete, so that ports are missing';
  return `Run ${printable(run.id, 64)} of ${run.startedAt.slice(0, 10)} looked from ${zone} at ${what}${partly}.`;
}

function zoneOf(report: Report): string {
  const zones = new Set(vantagesOf(report).map(({ zone, id }) => zone ?? id));
  if (zones.size > 1) {
    throw new UsageError('the report is of several zones, and does not say from which of them a port is open', {
      hint: 'name the runs: --from RUN --from RUN',
    });
  }
  const [zone = 'here'] = zones;
  const name = zone.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
  return ZONE_NAME.test(name) ? name : 'here';
}

/** A report of one run says where it looked from twice. */
function vantagesOf({ vantages, run }: Report): readonly Report['run']['vantage'][] {
  return vantages.length === 0 ? [run.vantage] : vantages;
}

function zonesOf(zoned: readonly ZoneReport[]): IntentDraft['zones'] {
  const names = [...new Set(zoned.map(({ zone }) => zone))];
  return names.map((name) => ({
    name,
    vantages: [
      ...new Set(
        zoned.filter(({ zone }) => zone === name).flatMap(({ report }) => vantagesOf(report).map(({ id }) => id)),
      ),
    ],
  }));
}

type ServicesOn = (addresses: readonly string[], port: number, transport: Transport) => readonly string[];

/** What answered where, as far as the reports list it. */
function servicesByPort(reports: readonly Report[]): ServicesOn {
  const services = new Map(
    reports.flatMap(({ endpoints }) =>
      endpoints.flatMap(({ address, port, transport, service }) =>
        service?.method === 'probed' ? [[`${address} ${port} ${transport}`, service.name] as const] : [],
      ),
    ),
  );
  return (addresses, port, transport) => {
    const names = addresses.map((address) => services.get(`${address} ${port} ${transport}`));
    return [...new Set(names.filter((name) => name !== undefined))].sort();
  };
}

/** Ports that a comment tells of. */
const MOST_TOLD = 12;

function servicesText(ports: string, servicesOn: (port: number) => readonly string[]): string {
  const numbers = portNumbers(ports);
  const told = numbers.slice(0, MOST_TOLD).map((port) => {
    const names = servicesOn(port).slice(0, 3);
    return `${port} ${names.length === 0 ? 'not identified' : names.map((name) => printable(name, 64)).join(' or ')}`;
  });
  return `${told.join(', ')}${numbers.length > MOST_TOLD ? ', ...' : ''}`;
}

/** Names that a comment tells. */
const MOST_NAMED = 5;

function hostsText(count: number, names: readonly string[]): string {
  const told = [...new Set(names)].slice(0, MOST_NAMED).map((name) => printable(name, 64));
  const more = names.length > MOST_NAMED ? ', ...' : '';
  return told.length === 0 ? plural(count, 'host') : `${plural(count, 'host')}: ${told.join(', ')}${more}`;
}

/** Ascending addresses, neighbours as one range. */
function asRanges(addresses: readonly string[]): readonly string[] {
  const ranges: AddressRange[] = [];
  for (const address of addresses) {
    const parsed = parseAddress(address);
    if (parsed === undefined) continue;
    const { family, value } = parsed;
    const previous = ranges.at(-1);
    if (previous?.family === family && previous.last + 1n === value) {
      ranges[ranges.length - 1] = { ...previous, last: value };
    } else {
      ranges.push({ family, first: value, last: value });
    }
  }
  return ranges.map(formatRange);
}
