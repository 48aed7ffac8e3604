import type { AddressRange } from '../../model/address.ts';
import { formatRange, parseAddress } from '../../model/address.ts';
import { UsageError } from '../../model/errors.ts';
import type { Transport } from '../../model/observation.ts';
import { printable } from '../../model/printable.ts';
import { plural } from '../../model/quantity-text.ts';
import { ZONE_NAME } from '../../model/reach-fact.ts';
import type { Report } from '../../model/report.ts';
import type { DraftRow, IntentDraft } from './intent-draft.ts';

/** Hosts with equal open ports. */
interface Alike {
  readonly addresses: readonly string[];
  readonly names: readonly string[];
  /** Ports as ranges, empty where none is open. */
  readonly open: Readonly<Record<Transport, string>>;
}

/**
 * A matrix of what was found open, one group for hosts with equal open ports: what is, and not what should be.
 * @throws UsageError for a report of several zones, which does not say from which of them a port is open
 */
export function draftObserved(report: Report): IntentDraft {
  // Reports of one run say where it looked from twice.
  const vantages = report.vantages.length === 0 ? [report.run.vantage] : report.vantages;
  const zone = zoneOf(vantages);
  const groups = hostsAlike(report).map((alike, index) => ({ ...alike, name: `group-${index + 1}` }));
  const servicesOn = servicesByPort(report);
  const { run, scope } = report;
  return {
    id: `observed-${printable(run.id, 64)}`,
    title: `Open ports found by run ${printable(run.id, 64)}`,
    about: [
      `What run ${printable(run.id, 64)} of ${run.startedAt.slice(0, 10)} found open on ports ${scope.ports}, and not what should be.`,
      'Keep the rows that are meant, with a reason, and strike the others: the default forbids them. It loads when no TODO is left.',
      ...(run.complete ? [] : ['The run is not complete: ports are missing here.']),
    ],
    zones: [{ name: zone, vantages: vantages.map(({ id }) => id) }],
    groups: groups.map(({ name, addresses, names }) => ({
      name,
      targets: asRanges(addresses),
      about: hostsText(addresses.length, names),
    })),
    rows: groups.flatMap(({ name, open, addresses }) =>
      (['tcp', 'udp'] as const)
        .filter((transport) => open[transport] !== '')
        .map((transport): DraftRow => {
          const seen = servicesText(open[transport], (port) => servicesOn(addresses, port, transport));
          return { from: zone, to: name, ports: open[transport], transport, expect: 'open', about: seen };
        }),
    ),
  };
}

function zoneOf(vantages: readonly Report['run']['vantage'][]): string {
  const zones = new Set(vantages.map(({ zone, id }) => zone ?? id));
  if (zones.size > 1) {
    throw new UsageError('the report is of several zones, and does not say from which of them a port is open', {
      hint: 'make a matrix of the run of each zone',
    });
  }
  const [zone = 'local'] = zones;
  const name = zone.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
  return ZONE_NAME.test(name) ? name : 'here';
}

/** In the order of their first host. */
function hostsAlike({ hosts, udp }: Report): readonly Alike[] {
  const openUdp = new Map(udp?.hosts.map(({ address, open }) => [address, open]));
  const alike = new Map<string, { addresses: string[]; names: string[]; open: Alike['open'] }>();
  const take = (address: string, names: readonly string[], tcp: string): void => {
    const open = { tcp, udp: openUdp.get(address) ?? '' };
    openUdp.delete(address);
    const key = `${open.tcp}/${open.udp}`;
    if (key === '/') return;
    const found = alike.get(key) ?? { addresses: [], names: [], open };
    alike.set(key, found);
    found.addresses.push(address);
    found.names.push(...names);
  };
  for (const { address, names, open } of hosts) take(address, names, open);
  // Those of which no TCP port was asked.
  for (const address of openUdp.keys()) take(address, [], '');
  return [...alike.values()];
}

type ServicesOn = (addresses: readonly string[], port: number, transport: Transport) => readonly string[];

/** What answered where, as far as the report lists it. */
function servicesByPort({ endpoints }: Report): ServicesOn {
  const services = new Map(
    endpoints.flatMap(({ address, port, transport, service }) =>
      service?.method === 'probed' ? [[`${address} ${port} ${transport}`, service.name] as const] : [],
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
  const numbers = ports.split(',').flatMap((item) => {
    const [first = 0, last = first] = item.split('-').map(Number);
    return Array.from({ length: Math.min(last - first + 1, MOST_TOLD + 1) }, (_, index) => first + index);
  });
  const told = numbers.slice(0, MOST_TOLD).map((port) => {
    const names = servicesOn(port);
    return `${port} ${
      names.length === 0
        ? 'not identified'
        : names
            .slice(0, 3)
            .map((name) => printable(name, 64))
            .join(' or ')
    }`;
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

/** Addresses in ascending order, neighbours as one range. */
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
