import { InternalError } from '../model/errors.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import type { Report, ReportHost } from '../model/report.ts';
import { protocolSeen } from '../model/service.ts';
import { createIndexSet, type IndexSet } from '../model/index-set.ts';
import { createKindCounts, foldHosts } from './fold-hosts.ts';
import { createHostRanges } from './host-ranges.ts';
import { createLowestEntries } from './lowest-entries.ts';
import { portRowReader } from './port-rows.ts';
import { KIND_OF_CODE, kindOf, KINDS } from './result-kinds.ts';
import type { Kind } from './result-kinds.ts';

/** What the observations add up to; the report's parts of the same names. */
export interface TallyResult extends Pick<
  Report,
  'hosts' | 'hostsOmitted' | 'hostRanges' | 'hostRangesOmitted' | 'endpoints' | 'endpointsOmitted'
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
  /**
   * Takes endpoints that have no observation of their own, by `ResultCode`: whole hosts from index `first` on, each of them once and after all of
   * their own observations and echoes. `NO_RESULT` stands for an endpoint that has one, or of which nothing is known.
   */
  observeShard(first: number, codes: Uint8Array): void;
  /** @throws InternalError as `observe` */
  observeEcho(address: string, echo: ReportHost['echo']): void;
  result(): TallyResult;
}

const HOST_LIMIT = 100_000;
const OPEN_LIMIT = 50_000;
const ERROR_LIMIT = 10_000;

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
  const hostRanges = createHostRanges(plan, listed);
  /** Endpoints of hosts without an entry. */
  const folded = createKindCounts();
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

  function observeShard(first: number, codes: Uint8Array): void {
    const portsPerHost = plan.ports.length;
    const firstHost = first / portsPerHost;
    const end = firstHost + codes.length / portsPerHost;
    for (const host of listed.within(firstHost, end)) {
      const row = host * portsPerHost;
      for (let index = row; index < row + portsPerHost; index++) {
        const kind = KINDS[KIND_OF_CODE[codes[index - first] ?? 0] ?? KINDS.length];
        if (kind !== undefined) sets[kind].add(index);
      }
    }
    const rows = { firstHost, portsPerHost, codes, listed: listed.within(firstHost, end) };
    for (const [kind, endpoints] of foldHosts(rows, hostRanges).entries()) {
      folded[kind] = (folded[kind] ?? 0) + endpoints;
    }
  }

  function count(kind: Kind): number {
    return sets[kind].size + (folded[KINDS.indexOf(kind)] ?? 0);
  }

  const readRow = portRowReader(plan.ports, sets);

  function hostEntry(host: number): ReportHost {
    const address = plan.hostAt(host);
    const { names, labels } = plan.identityOf(address);
    const row = readRow(host);
    return {
      address,
      names,
      labels,
      counts: {
        open: row.count('open'),
        closed: row.count('closed'),
        filtered: row.count('unreachable', 'silent'),
        error: row.count('error'),
      },
      unreachable: row.count('unreachable'),
      open: row.list('open'),
      closed: row.list('closed'),
      filtered: row.list('unreachable', 'silent'),
      error: row.list('error'),
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
    const endpoints = [...details.open.values(), ...details.error.values()].sort(
      (a, b) => plan.indexOf(a.address, a.port) - plan.indexOf(b.address, b.port),
    );
    return {
      ...listHosts(),
      ...hostRanges.result(),
      endpoints,
      endpointsOmitted: count('open') + count('error') - endpoints.length,
      states: {
        open: count('open'),
        closed: count('closed'),
        filtered: count('unreachable') + count('silent'),
        error: count('error'),
      },
      silent: count('silent'),
      identified: identified.size,
    };
  }

  return {
    observe,
    observeShard,
    observeEcho(address, echo) {
      const host = hostNumber(address);
      echoes.set(host, echo);
      if (echo === 'answered') listed.add(host);
    },
    result,
  };
}
