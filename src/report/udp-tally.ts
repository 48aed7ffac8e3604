import { InternalError } from '../model/errors.ts';
import { createIndexSet } from '../model/index-set.ts';
import type { EndpointState, Observation } from '../model/observation.ts';
import { UDP_STATES } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { formatPorts } from '../model/ports.ts';
import type { Report } from '../model/report.ts';
import { NO_RESULT, resultOf } from '../model/result-code.ts';
import { protocolSeen } from '../model/service.ts';
import { createLowestEntries } from './lowest-entries.ts';
import type { Tally } from './tally.ts';

type ReportUdp = NonNullable<Report['udp']>;

/** What UDP adds up to. */
export interface UdpTallyResult extends Pick<
  ReportUdp,
  'notProbed' | 'states' | 'identified' | 'hosts' | 'hostsOmitted'
> {
  /** Open endpoints and those that could not be asked, in the order of the plan. */
  readonly endpointsListed: Report['endpoints'];
  readonly endpointsOmitted: number;
  /** Whether anything came back. */
  readonly answered: boolean;
}

/** Hosts with an entry of their own. */
const HOST_LIMIT = 100_000;
const ENDPOINT_LIMIT = 50_000;

/**
 * Adds up what UDP gave. Hosts have an entry once an observation of theirs comes, which in plans of up to 100,000 endpoints are all, and in larger ones
 * those with an open port; of the others, the totals count.
 */
export function createUdpTally(plan: Plan): Pick<Tally, 'observe' | 'observeShard'> & { result(): UdpTallyResult } {
  const states = { open: 0, closed: 0, filtered: 0, 'open|filtered': 0, error: 0 };
  const hosts = new Map<number, Map<EndpointState, number[]>>();
  const listed = createLowestEntries<Observation>(ENDPOINT_LIMIT);
  const omitted = createIndexSet();
  let identified = 0;

  function add(host: number, port: number, state: EndpointState): void {
    const ports = hosts.get(host);
    const list = ports?.get(state);
    if (list !== undefined) list.push(port);
    else ports?.set(state, [port]);
  }

  return {
    observe(observation) {
      const { address, port, state } = observation;
      const index = plan.indexOf(address, port);
      if (index < 0) throw new InternalError(`observed ${address} port ${port}, which is not in the UDP plan`);
      const host = Math.floor(index / plan.ports.length);
      states[state]++;
      if (protocolSeen(observation.service) !== undefined) identified++;
      if (state === 'open' || state === 'error') listed.set(index, observation);
      if (hosts.size < HOST_LIMIT && !hosts.has(host)) hosts.set(host, new Map());
      if (hosts.has(host)) add(host, port, state);
      else omitted.add(host);
    },
    observeShard(first, codes) {
      for (const [offset, code] of codes.entries()) {
        if (code === NO_RESULT) continue;
        const { state } = resultOf(code);
        const host = Math.floor((first + offset) / plan.ports.length);
        states[state]++;
        if (hosts.has(host)) add(host, plan.ports[(first + offset) % plan.ports.length] ?? 0, state);
        else omitted.add(host);
      }
    },
    result() {
      const endpoints = [...listed.values()];
      const observed = UDP_STATES.reduce((sum, state) => sum + states[state], 0);
      return {
        notProbed: plan.size - observed,
        states,
        identified,
        hosts: [...hosts]
          .sort(([a], [b]) => a - b)
          .map(([host, ports]) => ({
            address: plan.hostAt(host),
            open: formatPorts(ports.get('open') ?? []),
            closed: formatPorts(ports.get('closed') ?? []),
            filtered: formatPorts(ports.get('filtered') ?? []),
            'open|filtered': formatPorts(ports.get('open|filtered') ?? []),
            error: formatPorts(ports.get('error') ?? []),
          })),
        hostsOmitted: omitted.size,
        endpointsListed: endpoints,
        endpointsOmitted: states.open + states.error - endpoints.length,
        answered: states.open + states.closed + states.filtered > 0,
      };
    },
  };
}
