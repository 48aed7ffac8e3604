/** Probes in flight by a small number, a descriptor or a place: arrays instead of an object each. An attempt of 0 means that nothing is in flight there. */
export class FlightTable {
  #slots = new Uint32Array(0);
  #attempts = new Uint8Array(0);
  #sentAtUs = new Uint32Array(0);

  set(id: number, probe: { readonly slot: number; readonly attempt: number }, sentAtUs: number): void {
    if (id >= this.#slots.length) this.#grow(id);
    this.#slots[id] = probe.slot;
    this.#attempts[id] = probe.attempt;
    this.#sentAtUs[id] = sentAtUs;
  }

  has(id: number): boolean {
    return (this.#attempts[id] ?? 0) !== 0;
  }

  slotOf(id: number): number {
    return this.#slots[id] ?? 0;
  }

  attemptOf(id: number): number {
    return this.#attempts[id] ?? 0;
  }

  sentAtUs(id: number): number {
    return this.#sentAtUs[id] ?? 0;
  }

  delete(id: number): void {
    this.#attempts[id] = 0;
  }

  /** The numbers of all that are in flight. */
  ids(): readonly number[] {
    return [...this.#attempts.keys()].filter((id) => this.has(id));
  }

  #grow(id: number): void {
    const length = Math.max(1024, 2 ** Math.ceil(Math.log2(id + 1)));
    const [slots, attempts, sentAtUs] = [this.#slots, this.#attempts, this.#sentAtUs];
    this.#slots = new Uint32Array(length);
    this.#attempts = new Uint8Array(length);
    this.#sentAtUs = new Uint32Array(length);
    this.#slots.set(slots);
    this.#attempts.set(attempts);
    this.#sentAtUs.set(sentAtUs);
  }
}
