import { setTimeout as sleep } from 'node:timers/promises';
import type { PaceControl } from '../model/pace-control.ts';
import { HostPacer, Pacer } from '../net/pacer.ts';

export interface DatagramPaceOptions {
  /** Datagrams a second in all and to one host; null for no limit. */
  readonly rate: number | null;
  readonly hostRate: number | null;
  readonly control: PaceControl;
  readonly signal: AbortSignal;
}

/** How long a pause is slept through at a time. */
const PAUSE_MS = 100;

/** Spaces datagrams as the sweep spaces its probes; the user's changes of pace count at once. */
export class DatagramPace {
  readonly #options: DatagramPaceOptions;
  #factor = 0;
  #all = new Pacer(null);
  #hosts = new HostPacer(null);

  constructor(options: DatagramPaceOptions) {
    this.#options = options;
  }

  /** Resolves when the next datagram to a host may leave, or the run was aborted. */
  async turn(host: number): Promise<void> {
    const { control, signal } = this.#options;
    this.#follow();
    const now = performance.now();
    let waitMs = this.#hosts.reserve(host, now) - now;
    while (!signal.aborted) {
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      this.#follow();
      if (control.pace.paused) waitMs = PAUSE_MS;
      else if (this.#all.take(performance.now())) return;
      else waitMs = Math.max(1, this.#all.waitMs);
    }
  }

  #follow(): void {
    const { rate, hostRate, control } = this.#options;
    const { factor } = control.pace;
    if (factor === this.#factor) return;
    this.#factor = factor;
    this.#all = new Pacer(rate === null ? null : rate * factor);
    this.#hosts = new HostPacer(hostRate === null ? null : hostRate * factor);
  }
}
