/** Width of a slot in milliseconds: the precision of expiry. */
const TICK_MS = 4;
/** Slots in a turn of the wheel, a power of two; what is due later stays in its slot for another turn. */
const SLOTS = 1024;
const NONE = -1;

/**
 * Small numbers (socket descriptors, places in a table) that are due at a time. Adding, removing and taking cost the same however many there are, and
 * nothing is allocated: a hashed timing wheel (Varghese and Lauck, 1987) whose lists are threaded through arrays indexed by the number itself.
 * The clock is the caller's, in milliseconds.
 */
export class TimerWheel {
  readonly #heads = new Int32Array(SLOTS).fill(NONE);
  #next: Int32Array = new Int32Array(0);
  #previous: Int32Array = new Int32Array(0);
  #dueTick: Int32Array = new Int32Array(0);
  /** All slots up to this tick have been looked at. */
  #tick: number;
  #size = 0;

  constructor(nowMs: number) {
    this.#tick = Math.floor(nowMs / TICK_MS);
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a number that is not in the wheel. It is never taken before its time. */
  add(item: number, dueMs: number): void {
    if (item >= this.#next.length) this.#grow(item);
    const due = Math.max(this.#tick + 1, Math.ceil(dueMs / TICK_MS));
    const slot = due % SLOTS;
    const head = this.#heads[slot] ?? NONE;
    this.#dueTick[item] = due;
    this.#next[item] = head;
    this.#previous[item] = NONE;
    if (head !== NONE) this.#previous[head] = item;
    this.#heads[slot] = item;
    this.#size++;
  }

  /** Removes a number that is in the wheel. */
  remove(item: number): void {
    const next = this.#next[item] ?? NONE;
    const previous = this.#previous[item] ?? NONE;
    if (next !== NONE) this.#previous[next] = previous;
    if (previous !== NONE) this.#next[previous] = next;
    else this.#heads[(this.#dueTick[item] ?? 0) % SLOTS] = next;
    this.#size--;
  }

  /** Takes all that are due out of the wheel; `onDue` may add and remove nothing but what it is given. */
  expire(nowMs: number, onDue: (item: number) => void): void {
    const now = Math.floor(nowMs / TICK_MS);
    const turns = Math.min(SLOTS, now - this.#tick);
    const first = now - turns + 1;
    this.#tick = Math.max(this.#tick, now);
    for (let tick = first; this.#size > 0 && tick <= now; tick++) {
      for (let item = this.#heads[tick % SLOTS] ?? NONE; item !== NONE;) {
        const next = this.#next[item] ?? NONE;
        if ((this.#dueTick[item] ?? 0) <= now) {
          this.remove(item);
          onDue(item);
        }
        item = next;
      }
    }
  }

  /** Milliseconds until something may be due, `mostMs` when there is nothing before. */
  waitMs(nowMs: number, mostMs: number): number {
    if (this.#size === 0) return mostMs;
    const last = Math.min(this.#tick + SLOTS, Math.floor((nowMs + mostMs) / TICK_MS));
    for (let tick = this.#tick + 1; tick <= last; tick++) {
      if (this.#heads[tick % SLOTS] !== NONE) return Math.min(mostMs, Math.max(0, tick * TICK_MS - nowMs));
    }
    return mostMs;
  }

  #grow(item: number): void {
    const length = Math.max(1024, 2 ** Math.ceil(Math.log2(item + 1)));
    const grown = (old: Int32Array): Int32Array => {
      const array = new Int32Array(length);
      array.set(old);
      return array;
    };
    this.#next = grown(this.#next);
    this.#previous = grown(this.#previous);
    this.#dueTick = grown(this.#dueTick);
  }
}
