import { performance } from 'node:perf_hooks';
import type { Endpoint, Observation, ProbeResult } from '../model/observation.ts';
import { permutation } from '../model/permutation.ts';
import type { Plan } from '../model/plan.ts';
import { DueQueue } from '../net/due-queue.ts';
import { isShortage } from '../net/errno.ts';
import { HostPacer, Pacer } from '../net/pacer.ts';
import type { Deliver, Engine } from './old-engine.ts';
import { Shortage } from './shortage.ts';
import type { SweepCounters } from './sweep-counters.ts';

export interface SweepOptions {
  readonly plan: Plan;
  readonly seed: string;
  /** Probes per second in all and to one host, null for no limit. */
  readonly rate: number | null;
  readonly hostRate: number | null;
  /** Most probes in flight. */
  readonly concurrency: number;
  /** Probes that a silent endpoint gets, at least 1. */
  readonly attempts: number;
  readonly vantage: string;
  /** Builds the engine around the sweep's own `deliver`. */
  readonly engine: (deliver: Deliver) => Engine;
  /** Called once for each endpoint, when its state is final. */
  readonly observe: (observation: Observation, index: number) => void;
  /** While true nothing new is sent: whoever takes the observations cannot keep up. */
  readonly congested: () => boolean;
  readonly signal: AbortSignal;
}

interface Probe {
  readonly index: number;
  /** Probes that really left, this one included. */
  attempts: number;
  /** When it first met a local shortage, on the monotonic clock. */
  shortSince?: number;
}

/** Most endpoints that wait for their host's turn; beyond it no new one is drawn. */
const WAITING_LIMIT = 10_000;
/** Answers are taken between bursts of this size, so that fast ones keep few probes in flight: less memory, truer round-trip times. */
const SENT_PER_TURN = 64;
/** How often the sweep looks again while it is congested. */
const CONGESTED_MS = 20;

/**
 * Asks every endpoint of the plan in a seeded random order and observes each exactly once. Resolves when all are observed, or when the signal aborts:
 * then endpoints still in flight are not observed at all. Memory depends on `concurrency`, not on the plan.
 */
export function sweep(options: SweepOptions, counters: SweepCounters): Promise<void> {
  return new Sweep(options, counters).run();
}

class Sweep {
  readonly #options: SweepOptions;
  readonly #counters: SweepCounters;
  readonly #order: (position: number) => number;
  readonly #pacer: Pacer;
  readonly #hosts: HostPacer;
  readonly #shortage: Shortage;
  readonly #waiting = new DueQueue<Probe>();
  readonly #inFlight = new Map<number, Probe>();
  #position = 0;
  #engine: Engine | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #finish: () => void = () => {};
  #fail: (error: unknown) => void = () => {};

  constructor(options: SweepOptions, counters: SweepCounters) {
    this.#options = options;
    this.#counters = counters;
    this.#order = permutation(options.plan.size, options.seed);
    this.#pacer = new Pacer(options.rate);
    this.#hosts = new HostPacer(options.hostRate);
    this.#shortage = new Shortage(options.concurrency);
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    if (signal.aborted) return;
    const finished = new Promise<void>((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    signal.addEventListener('abort', this.#finish, { once: true });
    await using engine = this.#options.engine(this.#deliver);
    this.#engine = engine;
    this.#pump();
    try {
      await finished;
    } finally {
      signal.removeEventListener('abort', this.#finish);
      clearTimeout(this.#timer);
      clearImmediate(this.#turn);
    }
  }

  /** Looks again in the next turn of the event loop, once for all results of this one. */
  #wake(): void {
    this.#turn ??= setImmediate(() => this.#pump());
  }

  /** Sends what may be sent now and sees to it that it is called when there is more. */
  #pump(): void {
    clearTimeout(this.#timer);
    this.#turn = undefined;
    if (this.#options.signal.aborted) return;
    try {
      const wait = this.#sendDue();
      if (this.#isDone()) this.#finish();
      else if (wait === 0) this.#wake();
      else if (wait !== undefined) this.#timer = setTimeout(() => this.#pump(), Math.max(1, wait));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Milliseconds until it is worth looking again; `undefined` when the next result will tell. */
  #sendDue(): number | undefined {
    for (let sent = 0; sent < SENT_PER_TURN; sent++) {
      const now = performance.now();
      if (this.#inFlight.size >= this.#shortage.window) return undefined;
      if (this.#options.congested()) return CONGESTED_MS;
      const probe = this.#waiting.take(now) ?? this.#draw(now);
      if (probe === undefined) return this.#waiting.size > 0 ? Math.max(1, this.#waiting.dueAt - now) : undefined;
      if (!this.#pacer.take(now)) {
        this.#waiting.add(probe, now);
        return Math.max(1, this.#pacer.waitMs);
      }
      probe.attempts++;
      this.#counters.sent++;
      this.#inFlight.set(probe.index, probe);
      this.#engine?.send(probe.index, this.#options.plan.at(probe.index));
    }
    return 0;
  }

  /** The next endpoint of the plan whose host may be asked now; those that may not are put in the queue. */
  #draw(now: number): Probe | undefined {
    const { plan } = this.#options;
    while (this.#position < plan.size && this.#waiting.size < WAITING_LIMIT) {
      const probe = { index: this.#order(this.#position++), attempts: 0 };
      const at = this.#hosts.reserve(this.#hostOf(probe.index), now);
      if (at <= now) return probe;
      this.#waiting.add(probe, at);
    }
    return undefined;
  }

  readonly #deliver: Deliver = (token, result, rttMs) => {
    const probe = this.#inFlight.get(token);
    if (probe === undefined || this.#options.signal.aborted) return;
    this.#inFlight.delete(token);
    try {
      this.#settle(probe, result, rttMs);
    } catch (error) {
      this.#fail(error);
    }
    this.#wake();
  };

  #settle(probe: Probe, result: ProbeResult, rttMs: number | null): void {
    const now = performance.now();
    if (isShortage(result)) {
      probe.attempts--;
      this.#counters.retriedLocally++;
      probe.shortSince ??= now;
      const backoff = this.#shortage.met(now, probe.shortSince);
      if (backoff !== undefined) return this.#waiting.add(probe, now + backoff);
    } else {
      this.#shortage.passed();
      if (result.reason === 'no-response' && probe.attempts < this.#options.attempts) {
        return this.#waiting.add(probe, this.#hosts.reserve(this.#hostOf(probe.index), now));
      }
    }
    this.#observe(this.#options.plan.at(probe.index), probe, { ...result, rttMs });
  }

  #observe(endpoint: Endpoint, probe: Probe, answer: ProbeResult & { readonly rttMs: number | null }): void {
    const host = this.#options.plan.identityOf(endpoint.address).names[0] ?? endpoint.address;
    const observation: Observation = {
      ...endpoint,
      host,
      vantage: this.#options.vantage,
      state: answer.state,
      reason: answer.reason,
      rttMs: answer.rttMs === null ? null : Math.round(answer.rttMs * 1000) / 1000,
      attempts: probe.attempts,
      at: new Date().toISOString(),
    };
    this.#counters.count(observation);
    this.#options.observe(observation, probe.index);
  }

  #hostOf(index: number): number {
    return Math.floor(index / this.#options.plan.ports.length);
  }

  #isDone(): boolean {
    return this.#position >= this.#options.plan.size && this.#waiting.size === 0 && this.#inFlight.size === 0;
  }
}
