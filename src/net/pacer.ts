/** Tokens that may be saved up while idle, in milliseconds of the rate: enough to fill the time between two turns of the event loop. */
const BURST_MS = 20;

/**
 * A token bucket: at most `perSecond` takes a second, null for no limit. The clock is the caller's, in milliseconds.
 */
export class Pacer {
  readonly #perMs: number;
  readonly #capacity: number;
  #tokens = 1;
  #filledAt: number | undefined;

  constructor(perSecond: number | null) {
    this.#perMs = perSecond === null ? Number.POSITIVE_INFINITY : perSecond / 1000;
    this.#capacity = Math.max(1, this.#perMs * BURST_MS);
  }

  /** Takes one token if there is one. */
  take(now: number): boolean {
    if (this.#perMs === Number.POSITIVE_INFINITY) return true;
    if (this.#filledAt !== undefined) {
      this.#tokens = Math.min(this.#capacity, this.#tokens + Math.max(0, now - this.#filledAt) * this.#perMs);
    }
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Milliseconds until a token is there, seen from the last take. */
  get waitMs(): number {
    return this.#perMs === Number.POSITIVE_INFINITY ? 0 : Math.max(0, (1 - this.#tokens) / this.#perMs);
  }
}

/** How many hosts are remembered before those whose turn has passed are forgotten. */
const REMEMBERED_HOSTS = 65_536;

/** Spaces the probes to each host: `reserve` says when the next one may leave. */
export class HostPacer {
  readonly #intervalMs: number;
  readonly #freeAt = new Map<number, number>();

  /** @param perSecond probes a second to one host, null for no limit */
  constructor(perSecond: number | null) {
    this.#intervalMs = perSecond === null ? 0 : 1000 / perSecond;
  }

  /** Books the host's next place and gives its time, `now` or later. */
  reserve(host: number, now: number): number {
    if (this.#intervalMs === 0) return now;
    const at = Math.max(now, this.#freeAt.get(host) ?? 0);
    this.#freeAt.set(host, at + this.#intervalMs);
    if (this.#freeAt.size > REMEMBERED_HOSTS) this.#forget(now);
    return at;
  }

  #forget(now: number): void {
    for (const [host, freeAt] of this.#freeAt) if (freeAt <= now) this.#freeAt.delete(host);
  }
}
