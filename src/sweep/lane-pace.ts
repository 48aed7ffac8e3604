import { performance } from 'node:perf_hooks';
import { HostPacer, Pacer } from '../net/pacer.ts';
import { HostClock } from './host-clock.ts';
import { CONTROL, FULL_PACE } from './lane-protocol.ts';
import type { LaneSettings } from './lane-protocol.ts';

/** Rates are measured over at least this long, in milliseconds. */
const MEASURE_MS = 200;

/** How fast a lane may go: what the pass asks for, times what the user asks for while it runs. */
export class LanePace {
  /** Turns of hosts, by `hostClock`. */
  readonly hosts: HostPacer;
  readonly hostClock = new HostClock(performance.now());
  readonly #control: Int32Array;
  #pacer: Pacer;
  #rate: number | null;
  #factor = FULL_PACE;
  #fullSpeed: number | null = null;
  #measured: { since: number; sent: number; rate: number | null } = { since: 0, sent: 0, rate: null };

  constructor({ rate, hostRate, control }: Pick<LaneSettings, 'rate' | 'hostRate' | 'control'>) {
    this.hosts = new HostPacer(hostRate);
    this.#control = control;
    this.#rate = rate;
    this.#pacer = new Pacer(rate);
  }

  /** The rate from now on, before the user's factor; null for no limit. */
  set rate(rate: number | null) {
    this.#rate = rate;
    this.#apply();
  }

  /** Takes leave for one probe at `now`, in milliseconds. */
  take(now: number): boolean {
    this.#measured.sent++;
    if (this.#pacer.take(now)) return true;
    this.#measured.sent--;
    return false;
  }

  /** Milliseconds until `take` can succeed. */
  get waitMs(): number {
    return this.#pacer.waitMs;
  }

  /** Hears what the user wants; called between bursts. */
  listen(now: number): void {
    const { since, sent } = this.#measured;
    if (now - since >= MEASURE_MS) this.#measured = { since: now, sent: 0, rate: (sent / (now - since)) * 1000 };
    const factor = Atomics.load(this.#control, CONTROL.pace);
    this.hostClock.run(now, { pace: factor / FULL_PACE, paused: Atomics.load(this.#control, CONTROL.pause) !== 0 });
    if (factor === this.#factor) return;
    if (this.#factor === FULL_PACE) this.#fullSpeed = this.#measured.rate;
    this.#factor = factor;
    this.#apply();
  }

  #apply(): void {
    // Without a limit, half the pace can only mean half of what it was.
    const rate = this.#rate ?? (this.#factor < FULL_PACE ? this.#fullSpeed : null);
    this.#pacer = new Pacer(rate === null ? null : Math.max(1, (rate * this.#factor) / FULL_PACE));
  }
}
