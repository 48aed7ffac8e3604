import { formatRange, parseAddress } from '../model/address.ts';
import type { AddressRange } from '../model/address.ts';
import { InternalError } from '../model/errors.ts';
import type { Report, ReportHost } from '../model/report.ts';
import type { SilentHosts } from '../model/run.ts';
import { endpointText } from './endpoint-text.ts';
import { HOST_PATTERNS } from './host-patterns.ts';

type Pattern = Report['patterns'][number];

/** What the patterns are read from: parts of a report, and how many ports of each host the plan holds. */
export interface Seen extends Pick<Report, 'hosts' | 'silentHosts' | 'endpoints'> {
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
  const patterns = [
    {
      kind: 'database-open',
      text: 'A database accepts connections from where the probes started; few are meant to be reached by anything but their application.',
      hosts: openDatabases(seen),
    },
    ...HOST_PATTERNS.map(({ kind, text, of }) => ({
      kind,
      text,
      hosts: [...seen.hosts.flatMap(of), ...(kind === 'silent' ? silentRanges(seen) : [])],
    })),
  ];
  return patterns.filter(({ hosts }) => hosts.length > 0);
}

function openDatabases({ endpoints }: Seen): readonly string[] {
  const open = endpoints.filter(({ state, service }) => state === 'open' && service?.method === 'probed');
  return open.filter(({ service }) => DATABASES.has(service?.name ?? '')).map(endpointText);
}

/** Hosts without an entry of their own all of whose ports are silent; a host of which fewer were asked is not called silent. */
function silentRanges({ silentHosts, hosts, portsPerHost }: Seen): readonly string[] {
  return silentHosts
    .filter(({ silentPorts }) => silentPorts === portsPerHost)
    .flatMap((range) => withoutListed(range, hosts).map(formatRange));
}

function withoutListed({ first, last }: SilentHosts, hosts: readonly ReportHost[]): readonly AddressRange[] {
  const from = addressOf(first);
  const end = addressOf(last).value;
  const gaps: AddressRange[] = [];
  let next = from.value;
  for (const { address } of hosts) {
    const { family, value } = addressOf(address);
    if (family !== from.family || value < next || value > end) continue;
    if (value > next) gaps.push({ family, first: next, last: value - 1n });
    next = value + 1n;
  }
  return next > end ? gaps : [...gaps, { family: from.family, first: next, last: end }];
}

function addressOf(text: string): { readonly family: 4 | 6; readonly value: bigint } {
  const address = parseAddress(text);
  if (address === undefined) throw new InternalError(`not an address in a report: ${text}`);
  return address;
}
