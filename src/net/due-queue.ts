/** Width of one slot in milliseconds: the precision with which something is due. */
const TICK_MS = 5;

/**
 * Things that are due at a time, taken in the order of their times to a precision of 5 ms. Constant cost per item: a calendar of slots
 * instead of a heap, because the times of one sweep lie close together.
 */
export class DueQueue<Item> {
  readonly #slots = new Map<number, Item[]>();
  #earliest = Number.POSITIVE_INFINITY;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Milliseconds on the caller's clock when the next item is due, `Infinity` when there is none. */
  get dueAt(): number {
    return this.#earliest * TICK_MS;
  }

  add(item: Item, dueAt: number): void {
    const tick = Math.ceil(dueAt / TICK_MS);
    const slot = this.#slots.get(tick);
    if (slot === undefined) this.#slots.set(tick, [item]);
    else slot.push(item);
    this.#earliest = Math.min(this.#earliest, tick);
    this.#size++;
  }

  /** One item that is due at `now`, or `undefined`. */
  take(now: number): Item | undefined {
    if (this.dueAt > now) return undefined;
    const slot = this.#slots.get(this.#earliest);
    const item = slot?.pop();
    if (slot === undefined || item === undefined) return undefined;
    this.#size--;
    if (slot.length === 0) {
      this.#slots.delete(this.#earliest);
      this.#earliest = this.#nextTick();
    }
    return item;
  }

  /** Scans forward; sweeps look ahead by seconds, so the gap is at most a few hundred slots, else the map is searched. */
  #nextTick(): number {
    if (this.#slots.size === 0) return Number.POSITIVE_INFINITY;
    for (let tick = this.#earliest + 1; tick < this.#earliest + 1000; tick++) if (this.#slots.has(tick)) return tick;
    let least = Number.POSITIVE_INFINITY;
    for (const tick of this.#slots.keys()) least = Math.min(least, tick);
    return least;
  }
}
