import { InternalError } from '../model/errors.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { formatPorts } from '../model/ports.ts';
import type { Report, ReportHost } from '../model/report.ts';
import type { SilentHosts } from '../model/run.ts';
import { protocolSeen } from '../model/service.ts';
import { createIndexSet, type IndexSet } from '../model/index-set.ts';
import { createLowestEntries } from './lowest-entries.ts';
import { createSilentRanges } from './silent-ranges.ts';

/** What the observations add up to; the report's parts of the same names. */
export interface TallyResult extends Pick<
  Report,
  'hosts' | 'hostsOmitted' | 'silentHosts' | 'endpoints' | 'endpointsOmitted'
> {
  readonly states: Report['coverage']['states'];
  /** Endpoints that stayed silent, part of `states.filtered`. */
  readonly silent: number;
  /** Open endpoints whose protocol answered. */
  readonly identified: number;
}

/** Adds up observations as they come, in any order, in memory that follows the answers and not the plan. */
export interface Tally {
  /** An endpoint observed again replaces what was known of it. @throws InternalError for an endpoint outside the plan */
  observe(observation: Observation): void;
  /** Silent endpoints that have no observation of their own; ranges ascend and do not overlap. @throws InternalError as `observe` */
  observeSilent(range: SilentHosts): void;
  /** @throws InternalError as `observe` */
  observeEcho(address: string, echo: ReportHost['echo']): void;
  result(): TallyResult;
}

const HOST_LIMIT = 100_000;
const OPEN_LIMIT = 50_000;
const ERROR_LIMIT = 10_000;

/** The states, with `filtered` told apart by whether anything came back. */
const KINDS = ['open', 'closed', 'unreachable', 'silent', 'error'] as const;
type Kind = (typeof KINDS)[number];

export function createTally(plan: Plan): Tally {
  const sets: Readonly<Record<Kind, IndexSet>> = {
    open: createIndexSet(),
    closed: createIndexSet(),
    unreachable: createIndexSet(),
    silent: createIndexSet(),
    error: createIndexSet(),
  };
  const identified = createIndexSet();
  /** Hosts that get an entry of their own. */
  const listed = createIndexSet();
  const silentRanges = createSilentRanges();
  const details = {
    open: createLowestEntries<Observation>(OPEN_LIMIT),
    error: createLowestEntries<Observation>(ERROR_LIMIT),
  };
  const echoes = new Map<number, ReportHost['echo']>();

  function hostNumber(address: string): number {
    const host = plan.hostIndexOf(address);
    if (host < 0) throw new InternalError(`observed ${address}, which is not in the plan`);
    return host;
  }

  function observe(observation: Observation): void {
    const { address, port } = observation;
    const index = plan.indexOf(address, port);
    if (index < 0) throw new InternalError(`observed ${address} port ${port}, which is not in the plan`);
    const kind = kindOf(observation);
    for (const other of KINDS) if (other !== kind) sets[other].delete(index);
    sets[kind].add(index);
    listed.add(Math.floor(index / plan.ports.length));
    if (kind === 'open' && protocolSeen(observation.service) !== undefined) identified.add(index);
    else identified.delete(index);
    for (const state of ['open', 'error'] as const) {
      if (state === kind) details[state].set(index, observation);
      else details[state].delete(index);
    }
  }

  function portsOf(host: number, ...kinds: readonly Kind[]): readonly number[] {
    const first = host * plan.ports.length;
    const indices = kinds.flatMap((kind) => [...sets[kind].within(first, first + plan.ports.length)]);
    return indices.flatMap((index) => plan.ports[index - first] ?? []);
  }

  function hostEntry(host: number): ReportHost {
    const address = plan.hostAt(host);
    const { names, labels } = plan.identityOf(address);
    const open = portsOf(host, 'open');
    const closed = portsOf(host, 'closed');
    const filtered = portsOf(host, 'unreachable', 'silent');
    const error = portsOf(host, 'error');
    const counts = {
      open: open.length,
      closed: closed.length,
      filtered: filtered.length + silentRanges.portsOf(host),
      error: error.length,
    };
    return {
      address,
      names,
      labels,
      counts,
      unreachable: portsOf(host, 'unreachable').length,
      open: formatPorts(open),
      closed: formatPorts(closed),
      filtered: formatPorts(filtered),
      error: formatPorts(error),
      echo: echoes.get(host) ?? 'not-asked',
    };
  }

  function listHosts(): Pick<TallyResult, 'hosts' | 'hostsOmitted'> {
    const hosts: ReportHost[] = [];
    let hostsOmitted = 0;
    for (const host of listed.within(0, plan.hosts)) {
      const entry = hostEntry(host);
      if (hosts.length < HOST_LIMIT || entry.open !== '' || entry.labels.expectOpen !== undefined) hosts.push(entry);
      else hostsOmitted++;
    }
    return { hosts, hostsOmitted };
  }

  function result(): TallyResult {
    const silent = sets.silent.size + silentRanges.endpoints;
    const endpoints = [...details.open.values(), ...details.error.values()].sort(
      (a, b) => plan.indexOf(a.address, a.port) - plan.indexOf(b.address, b.port),
    );
    return {
      ...listHosts(),
      silentHosts: silentRanges.all,
      endpoints,
      endpointsOmitted: sets.open.size + sets.error.size - endpoints.length,
      states: {
        open: sets.open.size,
        closed: sets.closed.size,
        filtered: sets.unreachable.size + silent,
        error: sets.error.size,
      },
      silent,
      identified: identified.size,
    };
  }

  return {
    observe,
    observeSilent: (range) => silentRanges.add(range, hostNumber(range.first)),
    observeEcho(address, echo) {
      const host = hostNumber(address);
      echoes.set(host, echo);
      if (echo === 'answered') listed.add(host);
    },
    result,
  };
}

function kindOf({ state, reason }: Observation): Kind {
  if (state !== 'filtered') return state;
  return reason === 'no-response' ? 'silent' : 'unreachable';
}
