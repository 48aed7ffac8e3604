import { PORT_STATES } from '../model/observation.ts';
import type { ReportHost } from '../model/report.ts';
import { endpointText } from './endpoint-text.ts';
import { eachPort, includesPort } from './port-ranges.ts';

export interface HostPattern {
  readonly kind: string;
  readonly text: string;
  /** Endpoints of a host that the pattern is about. */
  readonly endpointsOf?: (host: ReportHost) => readonly string[];
  /** Whether it is about a host as a whole. */
  readonly fits?: (host: SeenHost) => boolean;
}

/** A host, or each host of a range. */
export type SeenHost = Pick<ReportHost, 'counts' | 'unreachable' | 'echo'>;

/** Most telling first. Each sentence says what else would look the same from where the probes started. */
export const HOST_PATTERNS: readonly HostPattern[] = [
  {
    kind: 'expected-but-closed',
    text: 'Declared open, but the host refuses: the service is down or bound to another address, or a firewall rejects on its behalf.',
    endpointsOf: (host) => declaredEndpoints(host, (port) => includesPort(host.closed, port)),
  },
  {
    kind: 'expected-but-filtered',
    text: 'Declared open, but no connection gets through: a firewall on the way or on the host drops it, or the host is down.',
    endpointsOf: (host) => declaredEndpoints(host, (port) => includesPort(host.filtered, port)),
  },
  {
    kind: 'expected-but-unknown',
    text: 'Declared open, but not known: this run did not probe the port, or this machine could not ask.',
    endpointsOf: (host) =>
      declaredEndpoints(host, (port) =>
        [host.open, host.closed, host.filtered].every((ports) => !includesPort(ports, port)),
      ),
  },
  {
    kind: 'open-not-declared',
    text: 'Open, although the inventory lists what is meant to be open here and this is not on the list.',
    endpointsOf: undeclaredEndpoints,
  },
  {
    kind: 'silent-but-echo',
    text: 'Answers ping, but none of the probed ports: the host is up, and a firewall drops these ports.',
    fits: (host) => isSilent(host) && host.echo === 'answered',
  },
  {
    kind: 'silent',
    text: 'Nothing answers: the host is down, does not exist, or a firewall drops everything. From here these cannot be told apart.',
    fits: (host) => isSilent(host) && host.echo !== 'answered',
  },
  {
    kind: 'unreachable',
    text: 'Reported as unreachable: a router or firewall says so by ICMP, or the local network knows no such neighbour.',
    fits: (host) => statesOf(host) === 'filtered' && host.unreachable > 0,
  },
  {
    kind: 'closed',
    text: 'Every probed port refuses: the host is up, and nothing listens on them. A firewall that rejects (TCP reset or ICMP port unreachable) may look the same.',
    fits: (host) => statesOf(host) === 'closed',
  },
  {
    kind: 'everything-open',
    text: 'Every probed port accepts connections: most likely something answers in place of the host, such as a tarpit, a SYN proxy or a load balancer. An open port means little there until a protocol answers.',
    fits: (host) => statesOf(host) === 'open' && host.counts.open >= MANY_PORTS,
  },
  {
    kind: 'open-and-filtered',
    text: 'Some ports are open and of all others nothing or an ICMP error came back: a firewall lets these through.',
    fits: (host) => statesOf(host) === 'open+filtered',
  },
  {
    kind: 'open-and-closed',
    text: 'Some ports are open and all others refuse: no sign of a firewall that drops between here and the host.',
    fits: (host) => statesOf(host) === 'open+closed',
  },
  {
    kind: 'error',
    text: 'This machine could not ask at all: nothing is known about these hosts.',
    fits: (host) => statesOf(host) === 'error',
  },
];

/** So many ports do not all belong to servers. */
const MANY_PORTS = 20;

/** The states seen on a host: `open+closed`. */
function statesOf(host: SeenHost): string {
  return PORT_STATES.filter((state) => host.counts[state] > 0).join('+');
}

function isSilent(host: SeenHost): boolean {
  return statesOf(host) === 'filtered' && host.unreachable === 0;
}

function declaredEndpoints(host: ReportHost, concerns: (port: number) => boolean): readonly string[] {
  const ports = host.labels.expectOpen ?? [];
  return ports.filter(concerns).map((port) => endpointText({ address: host.address, port }));
}

function undeclaredEndpoints({ address, labels, open }: ReportHost): readonly string[] {
  const { expectOpen } = labels;
  if (expectOpen === undefined) return [];
  const undeclared = [...eachPort(open)].filter((port) => !expectOpen.includes(port));
  return undeclared.map((port) => endpointText({ address, port }));
}
