import { formatRange, parseAddress } from '../model/address.ts';
import type { AddressValue } from '../model/address.ts';
import { InternalError } from '../model/errors.ts';
import type { HostRange, Report } from '../model/report.ts';
import { endpointText } from './endpoint-text.ts';
import { HOST_PATTERNS } from './host-patterns.ts';
import type { SeenHost } from './host-patterns.ts';

type Pattern = Report['patterns'][number];

/** What the patterns are read from: parts of a report, and how many ports of each host the plan holds. */
export interface Seen extends Pick<Report, 'hosts' | 'hostRanges' | 'endpoints'> {
  readonly portsPerHost: number;
}

const DATABASES: ReadonlySet<string> = new Set([
  'cassandra',
  'couchdb',
  'elasticsearch',
  'etcd',
  'influxdb',
  'memcached',
  'mongodb',
  'mssql',
  'mysql',
  'oracle',
  'postgresql',
  'redis',
]);

/** What the answers likely mean, as sentences with the hosts or endpoints they are about; kinds that fit nowhere are left out. */
export function describePatterns(seen: Seen): readonly Pattern[] {
  const ranges = rangesWithoutListed(seen);
  const patterns = [
    {
      kind: 'database-open',
      text: 'A database accepts connections from where the probes started; few are meant to be reached by anything but their application.',
      hosts: openDatabases(seen),
    },
    ...HOST_PATTERNS.map(({ kind, text, endpointsOf, fits }) => ({
      kind,
      text,
      hosts: [
        ...seen.hosts.flatMap((host) => endpointsOf?.(host) ?? []),
        ...(fits === undefined ? [] : hostsWhere(seen, ranges, fits)),
      ],
    })),
  ];
  return patterns.filter(({ hosts }) => hosts.length > 0);
}

function openDatabases({ endpoints }: Seen): readonly string[] {
  const open = endpoints.filter(({ state, service }) => state === 'open' && service?.method === 'probed');
  return open.filter(({ service }) => DATABASES.has(service?.name ?? '')).map(endpointText);
}

function hostsWhere(
  { hosts, portsPerHost }: Seen,
  ranges: readonly PlainRange[],
  fits: (host: SeenHost) => boolean,
): readonly string[] {
  const named = hosts.filter((host) => fits(host)).map(({ address }) => address);
  for (const { of, text } of ranges) {
    const { open, closed, filtered, error } = of.counts;
    // Of many hosts nothing is said that was not asked on all their ports.
    if (open + closed + filtered + error !== portsPerHost) continue;
    if (fits({ counts: of.counts, unreachable: filtered - of.silent, echo: 'not-asked' })) named.push(text);
  }
  return named;
}

interface PlainRange {
  readonly of: HostRange;
  /** `a-b`, without a host that has an entry of its own. */
  readonly text: string;
}

/** Both lists ascend, IPv4 before IPv6, so that one walk through the hosts is enough. */
function rangesWithoutListed({ hostRanges, hosts }: Seen): readonly PlainRange[] {
  const found: PlainRange[] = [];
  const listed = hostRanges.length === 0 ? [] : hosts.map(({ address }) => addressOf(address));
  let next = 0;
  for (const of of hostRanges) {
    const { family, value: first } = addressOf(of.first);
    const { value: last } = addressOf(of.last);
    let from = first;
    for (; next < listed.length; next++) {
      const host = listed[next];
      if (host === undefined || host.family > family || (host.family === family && host.value > last)) break;
      if (host.family < family || host.value < from) continue;
      if (host.value > from) found.push({ of, text: formatRange({ family, first: from, last: host.value - 1n }) });
      from = host.value + 1n;
    }
    if (from <= last) found.push({ of, text: formatRange({ family, first: from, last }) });
  }
  return found;
}

function addressOf(text: string): AddressValue {
  const address = parseAddress(text);
  if (address === undefined) throw new InternalError(`not an address in a report: ${text}`);
  return address;
}
