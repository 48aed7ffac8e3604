/** The window never shrinks below this. */
const SMALLEST_WINDOW = 8;
/** First and longest wait before the same probe is tried again, in milliseconds. */
const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 2000;
/** A shrink counts for all probes that fail at about the same time. */
const SHRINK_PAUSE_MS = 100;
/** After this long of nothing but shortage the endpoint ends as `error`, so that a sweep always ends. */
const GIVE_UP_MS = 60_000;

/**
 * How many probes may be in flight while this machine runs short of descriptors, ports or buffers: halved when it does, one more for
 * each probe that passes (additive increase, multiplicative decrease as in RFC 5681).
 */
export class Shortage {
  readonly #largest: number;
  #window: number;
  /** When each slot met it first. */
  readonly #since = new Map<number, number>();
  #shrunkAt = Number.NEGATIVE_INFINITY;
  #backoffMs = FIRST_BACKOFF_MS;

  constructor(largest: number) {
    this.#largest = largest;
    this.#window = largest;
  }

  get window(): number {
    return Math.floor(this.#window);
  }

  /** The probe of a slot could not be sent. Gives the milliseconds to wait before it is tried again, `undefined` to give up. */
  met(now: number, slot: number): number | undefined {
    const since = this.#since.get(slot) ?? now;
    this.#since.set(slot, since);
    if (now - this.#shrunkAt > SHRINK_PAUSE_MS) {
      this.#shrunkAt = now;
      this.#window = Math.max(Math.min(SMALLEST_WINDOW, this.#largest), this.#window / 2);
      this.#backoffMs = Math.min(LONGEST_BACKOFF_MS, this.#backoffMs * 2);
    }
    return now - since > GIVE_UP_MS ? undefined : this.#backoffMs;
  }

  /** The probe of a slot left and came to an end. */
  passed(slot: number): void {
    if (this.#since.size > 0) this.#since.delete(slot);
    this.#backoffMs = FIRST_BACKOFF_MS;
    if (this.#window < this.#largest) this.#window = Math.min(this.#largest, this.#window + 1 / this.#window);
  }
}
