import type { Transport } from '../../model/observation.ts';
import { formatPorts } from '../../model/ports.ts';
import type { Report } from '../../model/report.ts';
import { endpointKey, sortedBy } from '../sort-order.ts';

/** What was found open from one zone. */
export interface ZoneReport {
  readonly zone: string;
  readonly report: Report;
}

/** Ports of hosts that were found open from one zone. */
export interface OpenPorts {
  readonly zone: string;
  readonly transport: Transport;
  /** As ranges, `22,8000-8010`. */
  readonly ports: string;
}

/** Hosts of which the same ports are open from the same zones. */
export interface HostsAlike {
  /** Ascending. */
  readonly addresses: readonly string[];
  readonly names: readonly string[];
  readonly open: readonly OpenPorts[];
}

/** Hosts with something open, put together where they are alike, in the order of their first addresses. What any vantage of a zone found open is open from there. */
export function hostsAlike(reports: readonly ZoneReport[]): readonly HostsAlike[] {
  const alike = new Map<string, { addresses: string[]; names: string[]; open: readonly OpenPorts[] }>();
  for (const { address, names, open } of hostsOf(reports)) {
    const key = JSON.stringify(open);
    const found = alike.get(key) ?? { addresses: [], names: [], open };
    alike.set(key, found);
    found.addresses.push(address);
    found.names.push(...names);
  }
  return [...alike.values()];
}

interface OpenHost {
  readonly address: string;
  readonly names: ReadonlySet<string>;
  readonly open: readonly OpenPorts[];
}

function hostsOf(reports: readonly ZoneReport[]): readonly OpenHost[] {
  const hosts = new Map<string, { readonly names: Set<string>; readonly open: Map<string, Set<number>> }>();
  for (const { zone, report } of reports) {
    const take = (address: string, transport: Transport, ports: string, names: readonly string[] = []): void => {
      if (ports === '') return;
      const host = hosts.get(address) ?? { names: new Set(), open: new Map<string, Set<number>>() };
      hosts.set(address, host);
      for (const name of names) host.names.add(name);
      const key = `${zone} ${transport}`;
      host.open.set(key, new Set([...(host.open.get(key) ?? []), ...portNumbers(ports)]));
    };
    for (const { address, names, open } of report.hosts) take(address, 'tcp', open, names);
    for (const { address, open } of report.udp?.hosts ?? []) take(address, 'udp', open);
  }
  // Zones in the order in which they were given.
  const keys = [...new Set(reports.map(({ zone }) => zone))].flatMap((zone) =>
    (['tcp', 'udp'] as const).map((transport) => ({ zone, transport, key: `${zone} ${transport}` })),
  );
  const found = [...hosts].map(([address, { names, open }]) => ({
    address,
    names,
    open: keys.flatMap(({ zone, transport, key }) => {
      const ports = open.get(key);
      return ports === undefined ? [] : [{ zone, transport, ports: formatPorts([...ports]) }];
    }),
  }));
  return sortedBy(found, ({ address }) => endpointKey({ address, port: 0, transport: 'tcp' }));
}

/** Every port of `22,8000-8010`. */
export function portNumbers(ports: string): readonly number[] {
  return ports.split(',').flatMap((item) => {
    const [first = 0, last = first] = item.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
