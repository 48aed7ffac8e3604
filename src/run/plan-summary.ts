import { wantedFlights } from './wanted-flights.ts';
import { formatPorts } from '../model/ports.ts';
import type { Endpoint } from '../model/observation.ts';
import type { AuditRequest, PlanPart } from '../model/request.ts';
import type { Authorization, Exclusion } from '../model/target.ts';
import { prepareTargets } from './prepare.ts';
import type { ReadStdin } from './prepare.ts';
import { UDP_TRANSMISSIONS } from './udp-run.ts';
import { questionsOn } from '../identify/datagrams/datagram-checks.ts';
import type { Plan } from '../model/plan.ts';

/** What an audit would do. Names are resolved; nothing else touches the network. */
export interface PlanSummary {
  readonly hosts: number;
  readonly endpoints: number;
  /** Ports as ranges. */
  readonly ports: string;
  /** What UDP adds: all other numbers are those of TCP. Null where it is not asked for. */
  readonly udp: UdpPlanSummary | null;
  /** The part of the hosts that all numbers are about, null for all of them; `targets` and `exclusions` count the whole. */
  readonly shard: PlanPart | null;
  readonly targets: readonly { readonly text: string; readonly addresses: number }[];
  /**
   * One probe for each endpoint when all answer, two when all are silent. A network that loses packets takes more: up to all attempts for the silent ones,
   * some of them slower.
   */
  readonly probesAtLeast: number;
  readonly probesAtMost: number;
  /** Seconds of sweeping for so many probes at the given rates, concurrency and timeout; 0 at least where no rate limits it. */
  readonly secondsAtLeast: number;
  readonly secondsAtMost: number;
  readonly first: readonly Endpoint[];
  readonly last: readonly Endpoint[];
  readonly exclusions: readonly Exclusion[];
  readonly authorization: Authorization;
  readonly warnings: readonly string[];
}

export interface UdpPlanSummary {
  readonly endpoints: number;
  readonly ports: string;
  /** Each endpoint is asked once where all answer, and with every retransmission where all are silent. */
  readonly datagramsAtLeast: number;
  readonly datagramsAtMost: number;
  /** Seconds that the rates alone ask for so many datagrams. */
  readonly secondsAtLeast: number;
  readonly secondsAtMost: number;
}

const SHOWN = 3;
/** Passes over silent endpoints where none of them answers late. */
const PASSES = 2;

/** Plans without probing. @throws UserError as `audit` would */
export async function plan(
  request: AuditRequest,
  options: { readonly readStdin?: ReadStdin } = {},
): Promise<PlanSummary> {
  const { loaded } = await prepareTargets(request, options.readStdin ?? (() => Promise.resolve('')));
  const { size, hosts, ports } = loaded.plan;
  const probesAtMost = size * Math.min(PASSES, request.sweep.attempts);
  const at = (index: number): Endpoint => loaded.plan.at(index);
  const firstOnes = Math.min(SHOWN, size);
  const lastOnes = Math.min(SHOWN, size - firstOnes);
  return {
    hosts,
    endpoints: size,
    ports: formatPorts(ports),
    udp: loaded.udpPlan && udpSummary(loaded.udpPlan, request),
    shard: request.sweep.shard,
    targets: loaded.targets.map(({ text, addresses }) => ({ text, addresses })),
    probesAtLeast: size,
    probesAtMost,
    secondsAtLeast: secondsFor(size, hosts, request),
    secondsAtMost: slowest(probesAtMost, hosts, request),
    first: Array.from({ length: firstOnes }, (_, i) => at(i)),
    last: Array.from({ length: lastOnes }, (_, i) => at(size - lastOnes + i)),
    exclusions: loaded.exclusions,
    authorization: loaded.authorization,
    warnings: loaded.warnings,
  };
}

/** Seconds that the rates alone ask for. */
function secondsFor(probes: number, hosts: number, { sweep }: AuditRequest): number {
  const rate = Math.min(sweep.rate ?? Number.POSITIVE_INFINITY, (sweep.hostRate ?? Number.POSITIVE_INFINITY) * hosts);
  return probes / rate;
}

/**
 * Every probe times out: the rates or the probes in flight set the pace, the last one waits its time, and in small plans so does the last one of
 * the first pass.
 */
function slowest(probes: number, hosts: number, request: AuditRequest): number {
  const { timeoutMs, attempts } = request.sweep;
  const byConcurrency = (Math.ceil(probes / wantedFlights(request.sweep)) * timeoutMs) / 1000;
  return Math.max(secondsFor(probes, hosts, request), byConcurrency) + (Math.min(PASSES, attempts) * timeoutMs) / 1000;
}

function udpSummary({ size, hosts, ports }: Plan, request: AuditRequest): UdpPlanSummary {
  const perHost = ports.reduce((sum, port) => sum + questionsOn(port, request.udp?.snmpPublic ?? false), 0);
  const datagramsAtMost = hosts * perHost * Math.min(UDP_TRANSMISSIONS, request.sweep.attempts);
  return {
    endpoints: size,
    ports: formatPorts(ports),
    datagramsAtLeast: hosts * perHost,
    datagramsAtMost,
    secondsAtLeast: secondsFor(hosts * perHost, hosts, request),
    secondsAtMost: secondsFor(datagramsAtMost, hosts, request),
  };
}
