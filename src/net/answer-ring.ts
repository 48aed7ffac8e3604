import type { ProbeAnswer } from './probe-answer.ts';

/** 32-bit words of a record: code and family, ports, four of address, microseconds; one is spare, so that records begin at powers of two. */
const WORDS = 8;
/** Records of a ring, a power of two: a quarter of a second at 250,000 answers a second. What does not fit waits in the kernel's buffers. */
const RECORDS = 65_536;

/** Words that both sides share, each written by one side only: how many records were written and read in all, modulo 2^32. */
const WRITTEN = 0;
const READ = 1;
/** 1 when the reading side wants no more. */
const STOP = 2;
/** 1 when the writing side has ended with a failure. */
const FAILED = 3;
/** Packets that were no answer to any probe. */
const IGNORED = 4;

/** Memory of a ring, to be handed to another thread. */
export interface RingMemory {
  readonly control: SharedArrayBuffer;
  readonly records: SharedArrayBuffer;
}

export function createRingMemory(): RingMemory {
  return { control: new SharedArrayBuffer(64), records: new SharedArrayBuffer(RECORDS * WORDS * 4) };
}

/** The side that writes; one thread only. */
export class RingWriter {
  readonly #control: Int32Array;
  readonly #records: Uint32Array;
  #written = 0;

  constructor({ control, records }: RingMemory) {
    this.#control = new Int32Array(control);
    this.#records = new Uint32Array(records);
  }

  get stopped(): boolean {
    return Atomics.load(this.#control, STOP) === 1;
  }

  /** Waits until there is room for so many records. @returns false when the other side wants no more */
  awaitRoom(records: number): boolean {
    while (!this.stopped) {
      const read = Atomics.load(this.#control, READ);
      if (((this.#written - read) | 0) + records <= RECORDS) return true;
      Atomics.wait(this.#control, READ, read, 5);
    }
    return false;
  }

  /** Adds a record where `awaitRoom` found room; the other side sees it after `publish`. */
  push(answer: ProbeAnswer, atUs: number): void {
    const records = this.#records;
    const at = (this.#written & (RECORDS - 1)) * WORDS;
    records[at] = answer.code | (answer.family << 8);
    records[at + 1] = answer.ports;
    for (let word = 0; word < 4; word++) records[at + 2 + word] = answer.address[word] ?? 0;
    records[at + 6] = atUs;
    this.#written = (this.#written + 1) | 0;
  }

  publish(ignored: number): void {
    if (ignored > 0) Atomics.add(this.#control, IGNORED, ignored);
    if (Atomics.load(this.#control, WRITTEN) === this.#written) return;
    Atomics.store(this.#control, WRITTEN, this.#written);
    Atomics.notify(this.#control, WRITTEN);
  }

  fail(): void {
    Atomics.store(this.#control, FAILED, 1);
    Atomics.notify(this.#control, WRITTEN);
  }
}

/** The side that reads; one thread only. */
export class RingReader {
  readonly #control: Int32Array;
  readonly #records: Uint32Array;
  #read = 0;

  constructor({ control, records }: RingMemory) {
    this.#control = new Int32Array(control);
    this.#records = new Uint32Array(records);
  }

  get failed(): boolean {
    return Atomics.load(this.#control, FAILED) === 1;
  }

  get ignored(): number {
    return Atomics.load(this.#control, IGNORED) >>> 0;
  }

  /** Hands over all that is there, each as the place of its record in `record`'s terms. @returns how many there were */
  drain(take: (reader: RingReader, at: number) => void): number {
    const written = Atomics.load(this.#control, WRITTEN);
    const count = (written - this.#read) | 0;
    for (let left = count; left > 0; left--) {
      take(this, (this.#read & (RECORDS - 1)) * WORDS);
      this.#read = (this.#read + 1) | 0;
    }
    if (count === 0) return 0;
    Atomics.store(this.#control, READ, this.#read);
    Atomics.notify(this.#control, READ);
    return count;
  }

  /** Blocks this thread until something has come, for so long at most. */
  wait(waitMs: number): void {
    Atomics.wait(this.#control, WRITTEN, this.#read, waitMs);
  }

  stop(): void {
    Atomics.store(this.#control, STOP, 1);
  }

  codeAt(at: number): number {
    return (this.#records[at] ?? 0) & 255;
  }

  isIpv6At(at: number): boolean {
    return (this.#records[at] ?? 0) >>> 8 === 6;
  }

  /** Where the probe went in the upper, where it came from in the lower 16 bits. */
  portsAt(at: number): number {
    return this.#records[at + 1] ?? 0;
  }

  ipv4At(at: number): number {
    return this.#records[at + 2] ?? 0;
  }

  ipv6At(at: number): bigint {
    let value = 0n;
    for (let word = 0; word < 4; word++) value = (value << 32n) | BigInt(this.#records[at + 2 + word] ?? 0);
    return value;
  }

  /** When it came, on the clock of `monotonicUs`. */
  timeAt(at: number): number {
    return this.#records[at + 6] ?? 0;
  }
}
