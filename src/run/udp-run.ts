import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { askEndpoint } from '../identify/datagrams/ask-endpoint.ts';
import type { Asked, AskOptions } from '../identify/datagrams/ask-endpoint.ts';
import { datagramCheckOf } from '../identify/datagrams/datagram-checks.ts';
import type { Identifier } from '../identify/identifier.ts';
import { NO_RTT, packResult } from '../model/answer-records.ts';
import { InternalError } from '../model/errors.ts';
import type { Endpoint } from '../model/observation.ts';
import type { PaceControl } from '../model/pace-control.ts';
import { permutation } from '../model/permutation.ts';
import type { Plan } from '../model/plan.ts';
import type { SweepRequest, UdpRequest } from '../model/request.ts';
import { codeOf, isAnswer, NO_RESULT } from '../model/result-code.ts';
import { createShardCut } from '../model/shard-cut.ts';
import { NO_COUNTERS } from '../model/shard.ts';
import { isShortage } from '../net/errno.ts';
import type { Gate } from '../net/gate.ts';
import { untilNotShort } from '../net/until-not-short.ts';
import type { Collector } from './collector.ts';
import { DatagramPace } from './datagram-pace.ts';
import type { ResumeState } from './resume-state.ts';
import type { SessionClock } from './session-clock.ts';

/** A silent service is asked so often (RFC 5405, section 3.1.1: with back-off); `--attempts` may only lower it. */
export const UDP_TRANSMISSIONS = 3;
/** The last wait is twice the timeout, the first ones are a half and the whole of it. */
const FIRST_WAIT = 0.5;

export interface DatagramAskerOptions {
  readonly plan: Plan;
  readonly gate: Gate;
  readonly sweep: SweepRequest;
  readonly udp: UdpRequest;
  readonly control: PaceControl;
  readonly signal: AbortSignal;
}

/** Asks endpoints, and keeps what was identified until it is fetched. */
export class DatagramAsker implements Identifier {
  readonly #plan: Plan;
  readonly #options: AskOptions;
  readonly #found = new Map<string, Asked>();
  #sent = 0;
  #asked = 0;

  constructor({ plan, gate, sweep, udp, control, signal }: DatagramAskerOptions) {
    this.#plan = plan;
    // A signal of its own, that may have a listener for each endpoint under way.
    const own = AbortSignal.any([signal]);
    setMaxListeners(0, own);
    const pace = new DatagramPace({ rate: sweep.rate, hostRate: sweep.hostRate, control, signal: own });
    this.#options = {
      gate,
      turn: (address) => pace.turn(plan.hostIndexOf(address)),
      timeoutMs: sweep.timeoutMs * FIRST_WAIT,
      transmissions: Math.min(UDP_TRANSMISSIONS, sweep.attempts),
      snmpPublic: udp.snmpPublic,
      signal: own,
    };
  }

  /** Datagrams sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Endpoints of which all is known. */
  get asked(): number {
    return this.#asked;
  }

  /** Asks an endpoint; `undefined` where the signal came first. Asks again for as long as this machine is short of something. */
  async ask(endpoint: Endpoint): Promise<Asked | undefined> {
    const check = datagramCheckOf(endpoint.port);
    if (check === undefined) throw new InternalError(`no UDP service is known on port ${endpoint.port}`);
    const ask = async (): Promise<Asked | undefined> => {
      const asked = await askEndpoint(endpoint, check, this.#options);
      this.#sent += asked?.attempts ?? 0;
      return asked;
    };
    const asked = await untilNotShort(ask, (answer) => answer !== undefined && isShortage(answer.result));
    if (asked !== undefined) this.#asked++;
    if (asked?.identification !== undefined) this.#found.set(keyOf(endpoint), asked);
    return asked;
  }

  /** What an endpoint told when it was asked; one that answered in an earlier session of the run is asked again. */
  async identify(endpoint: Endpoint): ReturnType<Identifier['identify']> {
    const known = this.#found.get(keyOf(endpoint));
    this.#found.delete(keyOf(endpoint));
    if (known?.identification !== undefined) return known.identification;
    const asked = await this.ask(endpoint);
    this.#found.delete(keyOf(endpoint));
    if (asked === undefined) return undefined;
    return asked.identification ?? silentNow(datagramCheckOf(endpoint.port)?.name ?? 'unknown');
  }

  /** The plan whose endpoints are asked. */
  get plan(): Plan {
    return this.#plan;
  }
}

function keyOf({ address, port }: Endpoint): string {
  return `${address} ${port}`;
}

/** An endpoint that answered an earlier session and does not answer this one: it was open, and more is not known. */
function silentNow(name: string): NonNullable<Asked['identification']> {
  const service = { name, product: null, version: null, tls: false, method: 'port-number', confidence: 3 } as const;
  return { service, access: 'unknown', details: {}, evidence: [] };
}

export interface UdpRunOptions {
  readonly asker: DatagramAsker;
  readonly collector: Collector;
  readonly clock: SessionClock;
  readonly seed: string;
  /** Sockets open at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly known?: ResumeState | undefined;
}

/** How long a full journal is waited for at a time. */
const CONGESTED_MS = 20;

const SILENT = codeOf('udp-no-response');

/** Asks every endpoint of a UDP plan that is not known yet, shard by shard. Gives the seconds that it took. */
export async function udpRun(options: UdpRunOptions): Promise<number> {
  const { plan } = options.asker;
  const cut = createShardCut(plan.hosts, plan.ports.length);
  const startedAt = performance.now();
  for (let shard = 0; shard < cut.count && !options.signal.aborted; shard++) {
    if (options.known?.finishedShards.has(shard) === true) continue;
    await askShard(options, { shard, first: cut.firstOf(shard), size: cut.sizeOf(shard) });
  }
  return Math.round(performance.now() - startedAt) / 1000;
}

async function askShard(
  options: UdpRunOptions,
  { shard, first, size }: { readonly shard: number; readonly first: number; readonly size: number },
): Promise<void> {
  const { asker, collector, clock, seed, concurrency, signal, known } = options;
  const before = known?.unfinished.get(shard);
  const codes = before?.codes.slice() ?? new Uint8Array(size);
  const attempts = before?.attempts.slice() ?? new Uint8Array(size);
  const sentBefore = asker.sent;
  const startedAt = performance.now();
  // In a random order, so that no host is asked everything at once.
  const order = permutation(size, `udp ${shard} ${seed}`);
  let next = 0;
  let failed = false;
  const stopped = (): boolean => failed || signal.aborted;
  const work = async (): Promise<void> => {
    while (next < size && !stopped()) {
      // What writes the journal decides how fast it goes.
      while (collector.congested && !stopped()) await sleep(CONGESTED_MS);
      const offset = order(next++);
      if (codes[offset] !== NO_RESULT) continue;
      const asked = await asker.ask(asker.plan.at(first + offset));
      if (asked === undefined) return;
      const code = codeOf(asked.result.reason);
      codes[offset] = code;
      attempts[offset] = Math.min(255, asked.attempts);
      if (!isAnswer(code)) continue;
      const rttUs = asked.rttMs === null ? NO_RTT : Math.round(asked.rttMs * 1000);
      const at = Math.max(0, Math.round(clock.now - Date.parse(clock.startedAt)));
      collector.answers(first, Uint32Array.of(offset, packResult(code, asked.attempts), rttUs, at));
    }
  };
  const worker = (): Promise<void> =>
    work().catch((error: unknown) => {
      // Nobody goes on asking for a run that has failed.
      failed = true;
      throw error;
    });
  await Promise.all(Array.from({ length: Math.min(concurrency, size) }, worker));
  if (signal.aborted) return;
  const silent = codes.reduce((count, code) => count + (code === SILENT ? 1 : 0), 0);
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  const counters = {
    ...NO_COUNTERS,
    probesSent: asker.sent - sentBefore,
    seconds,
    passes: silent > 0 ? UDP_TRANSMISSIONS : 1,
  };
  await collector.shard({ ...counters, shard, first, size, codes, attempts });
}
