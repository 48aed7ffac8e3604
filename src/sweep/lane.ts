import { performance } from 'node:perf_hooks';
import { permutation } from '../model/permutation.ts';
import { codeOf, isAnswer, isFromTarget, isShortageCode, NO_RESULT } from '../model/result-code.ts';
import { DueQueue } from '../net/due-queue.ts';
import type { AnswerRecords } from './answer-records.ts';
import { EndpointStates } from './endpoint-states.ts';
import type { Deliver, Engine, Probe } from './engine.ts';
import { NO_RTT } from '../model/answer-records.ts';
import type { LanePace } from './lane-pace.ts';
import { CONTROL, GAUGES } from './lane-protocol.ts';
import type { LaneJob, LaneSettings } from './lane-protocol.ts';
import { createRttTable } from './rtt-table.ts';
import { Shortage } from './shortage.ts';

const NO_RESPONSE = codeOf('no-response');
/** Most endpoints that wait for their host's turn; beyond it no new one is drawn. */
const WAITING_LIMIT = 10_000;
/** Probes between two looks at what has come: few, so that fast answers keep few in flight, but whole batches for engines that send in batches. */
const BURST = 64;
const BATCHED_BURST = 512;
/** Silence is final this much later than the timeout, so that the engine has noticed first. */
const MARGIN_MS = 25;
const LONGEST_TURN_MS = 10;
/** A loop that did not get on for this long was stopped (SIGSTOP) or starved: answers may still lie unread. */
const STOPPED_MS = 500;
/** How often the kernel is asked what it dropped: a system call. */
const DROPS_MS = 100;

/** What a step gives when there is nothing left to do; else the milliseconds until it is worth calling again. */
export const DONE = -1;

export interface LaneParts {
  readonly settings: LaneSettings;
  readonly engine: Engine;
  readonly pace: LanePace;
  readonly records: AnswerRecords;
}

/** The sending and hearing of one job: which endpoint is asked when, and what it came to. Which passes are made is for `runJob` to decide. */
export class Lane {
  readonly states: EndpointStates;
  /** First answers by attempt, from attempt 1 at index 0. */
  readonly firstAnswers: number[] = [];
  /** Endpoints that are asked though they have answered: gone from the set when they answer again. */
  readonly rechecked = new Set<number>();
  /** Endpoints that earlier passes and jobs walked, for the progress; null in passes that do not count. */
  walkedBefore: number | null = 0;
  readonly #parts: LaneParts;
  readonly #order: (position: number) => number;
  /** Endpoints whose turn comes later, by the host clock. */
  readonly #waiting = new DueQueue<number>();
  readonly #shortage: Shortage;
  readonly #rtt: ReturnType<typeof createRttTable>;
  readonly #probe: { -readonly [Field in keyof Probe]: Probe[Field] };
  readonly #burst: number;
  #position = 0;
  #held = -1;
  #inFlight = 0;
  #dueInMs = 0;
  #graceUntil = 0;
  #turnedAt = performance.now();
  #lookedAt = 0;
  #sent = 0;

  constructor(parts: LaneParts, job: LaneJob) {
    const { settings, engine } = parts;
    this.#parts = parts;
    this.states = new EndpointStates(job, settings.ports);
    this.#order = permutation(job.size, `${settings.seed}:${job.first}`);
    this.#shortage = new Shortage(Math.min(settings.concurrency, engine.window));
    this.#rtt = createRttTable({ ceilingMs: settings.timeoutMs, isKernelAsking: this.#holdsFlights });
    this.#burst = engine.window === Number.POSITIVE_INFINITY ? BATCHED_BURST : BURST;
    this.#probe = { slot: 0, attempt: 0, family: 4, ipv4: 0, ipv6: 0n, port: 0, timeoutMs: settings.timeoutMs };
  }

  /** Probes sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Starts over from the first endpoint of the order. */
  rewind(): void {
    this.#position = 0;
  }

  /** One burst of the next probes of a pass; the first pass asks at once, later ones when silence since the last probe is long enough. */
  readonly send = (isFirst: boolean): number => {
    const now = performance.now();
    const { pace } = this.#parts;
    for (let count = 0; count < this.#burst; count++) {
      if (this.#inFlight >= this.#shortage.window) return LONGEST_TURN_MS;
      const slot = this.#next(now, isFirst);
      if (slot < 0) return this.#waitFor(now);
      if (!pace.take(now)) {
        this.#held = slot;
        return Math.max(1, pace.waitMs);
      }
      this.ask(slot);
    }
    return 0;
  };

  /** Sends one probe, now. */
  ask(slot: number): void {
    this.states.leaves(slot, this.#probe);
    this.#probe.timeoutMs = this.#rtt.holdMs(this.states.prefixOf(slot));
    this.#sent++;
    const { gauges } = this.#parts.settings;
    gauges[GAUGES.sent] = (gauges[GAUGES.sent] ?? 0) + 1;
    if (this.#holdsFlights) this.#inFlight++;
    this.#parts.engine.send(this.#probe);
  }

  /** Asks endpoints once more, whatever is known of them; `send` and `hearAgain` do it. */
  askAgain(slots: Iterable<number>): void {
    const now = this.#parts.pace.hostClock.at(performance.now());
    this.#position = this.states.size;
    for (const slot of slots) this.#waiting.add(slot, now);
  }

  /** Sends what `askAgain` left and waits until all of `rechecked` have answered, or had the time to. */
  readonly hearAgain = (): number => {
    if (this.rechecked.size === 0) return DONE;
    if (this.#waiting.size > 0) return Math.max(0, this.send(true));
    if (performance.now() < this.#graceUntil) return LONGEST_TURN_MS;
    for (const slot of this.rechecked) if (this.#untilSilent(slot) > 0) return LONGEST_TURN_MS;
    return DONE;
  };

  /** Waits, without sending, until every endpoint without a result has been silent for long enough. */
  readonly hearOut = (): number => {
    if (this.states.withoutResult === 0) return DONE;
    const now = performance.now();
    if (now < this.#graceUntil) return LONGEST_TURN_MS;
    if (this.#waiting.size > 0) return this.#sendWaiting();
    for (; this.#position < this.states.size; this.#position++) {
      const slot = this.#order(this.#position);
      if (this.states.codes[slot] === NO_RESULT && this.#untilSilent(slot) > 0) return LONGEST_TURN_MS;
    }
    return this.land();
  };

  /** Waits until no probe is held. The kernel asks again for those held over a second, so passes that overlap would not be alike, as the estimate needs. */
  readonly land = (): number => (this.#holdsFlights && this.#inFlight > 0 ? LONGEST_TURN_MS : DONE);

  /** Repeats a step until it is done, hearing answers in between. @returns false when it was told to stop */
  async until(step: () => number): Promise<boolean> {
    const { settings, engine, pace, records } = this.#parts;
    for (;;) {
      if (Atomics.load(settings.control, CONTROL.stop) !== 0) return false;
      const isPaused = Atomics.load(settings.control, CONTROL.pause) !== 0;
      const wait = isPaused ? LONGEST_TURN_MS : step();
      if (wait === DONE) return true;
      const turned = engine.turn(Math.min(wait, LONGEST_TURN_MS));
      if (turned !== undefined) await turned;
      const now = performance.now();
      if (now - this.#turnedAt > STOPPED_MS) this.#graceUntil = now + settings.timeoutMs;
      this.#turnedAt = now;
      if (now - this.#lookedAt > DROPS_MS) {
        this.#lookedAt = now;
        settings.gauges[GAUGES.kernelDrops] = engine.kernelDrops;
      }
      pace.listen(now);
      records.flushDue(now);
      if (this.walkedBefore !== null) settings.gauges[GAUGES.walked] = this.walkedBefore + this.#position;
    }
  }

  readonly deliver: Deliver = (slot, code, attempt, rttUs) => {
    const { records } = this.#parts;
    if (this.#inFlight > 0) this.#inFlight--;
    if (isShortageCode(code)) return this.#runShort(slot, code);
    this.#shortage.passed(slot);
    if (code === NO_RESPONSE) return;
    if (this.rechecked.size > 0 && isFromTarget(code)) this.rechecked.delete(slot);
    if (!this.states.settle(slot, code)) return;
    records.add(slot, code, attempt, rttUs);
    if (!isAnswer(code)) return;
    this.firstAnswers[attempt - 1] = (this.firstAnswers[attempt - 1] ?? 0) + 1;
    if (rttUs !== NO_RTT) this.#rtt.saw(this.states.prefixOf(slot), rttUs);
  };

  /** Sends what ran short before, and draws nothing new. */
  #sendWaiting(): number {
    const position = this.#position;
    this.#position = this.states.size;
    const wait = this.send(true);
    this.#position = position;
    return Math.max(0, wait);
  }

  /** The endpoint to ask next, -1 where none may be asked now. */
  #next(now: number, isFirst: boolean): number {
    const held = this.#held;
    this.#held = -1;
    if (held >= 0) return held;
    const { hosts, hostClock } = this.#parts.pace;
    const turn = hostClock.at(now);
    for (let slot = this.#waiting.take(turn); slot !== undefined; slot = this.#waiting.take(turn)) {
      if (this.states.codes[slot] === NO_RESULT || this.rechecked.has(slot)) return slot;
    }
    this.#dueInMs = 0;
    while (this.#position < this.states.size && this.#waiting.size < WAITING_LIMIT) {
      const slot = this.#order(this.#position);
      if (this.states.codes[slot] === NO_RESULT) {
        this.#dueInMs = isFirst ? 0 : this.#untilSilent(slot);
        if (this.#dueInMs > 0) return -1;
        const at = hosts.reserve(this.states.hostOf(slot), turn);
        this.#position++;
        if (at <= turn) return slot;
        this.#waiting.add(slot, at);
      } else {
        this.#position++;
      }
    }
    return -1;
  }

  /** What `send` gives when nothing may be asked now. */
  #waitFor(now: number): number {
    const isWalked = this.#position >= this.states.size;
    if (isWalked && this.#waiting.size === 0) return DONE;
    const { hostClock } = this.#parts.pace;
    const wait =
      this.#waiting.size === 0 ? Number.POSITIVE_INFINITY : hostClock.toReal(this.#waiting.dueAt - hostClock.at(now));
    return Math.max(1, isWalked || this.#waiting.size >= WAITING_LIMIT ? wait : Math.min(wait, this.#dueInMs));
  }

  /** Milliseconds until the last probe of an endpoint has had its time, 0 or less when it has. */
  #untilSilent(slot: number): number {
    return this.#rtt.timeoutMs(this.states.prefixOf(slot)) + MARGIN_MS - this.states.elapsedMs(slot);
  }

  /** A probe that could not leave is asked again later; when that lasts, the endpoint ends as an error, so that a sweep always ends. */
  #runShort(slot: number, code: number): void {
    const { gauges } = this.#parts.settings;
    const now = performance.now();
    gauges[GAUGES.retriedLocally] = (gauges[GAUGES.retriedLocally] ?? 0) + 1;
    this.states.stayed(slot);
    const backoffMs = this.#shortage.met(now, slot);
    const { hostClock } = this.#parts.pace;
    if (backoffMs !== undefined) this.#waiting.add(slot, hostClock.at(now) + hostClock.fromReal(backoffMs));
    else if (this.states.settle(slot, code)) this.#parts.records.add(slot, code, 0, NO_RTT);
  }

  get #holdsFlights(): boolean {
    return this.#parts.engine.window !== Number.POSITIVE_INFINITY;
  }
}
