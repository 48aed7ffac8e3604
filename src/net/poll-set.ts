import type { Libc } from './libc.ts';

/** poll(2) */
export const POLLIN = 0x1;
export const POLLOUT = 0x4;

/** Half-words of a `struct pollfd`: the descriptor takes two, then what is asked for, then what is the case. */
const HALVES = 4;

/** A few descriptors to wait for. */
export class PollSet {
  readonly #libc: Libc;
  readonly #fds: readonly number[];
  readonly #halves: Int16Array;
  readonly #bytes: Uint8Array;

  constructor(libc: Libc, fds: readonly number[], events: number) {
    this.#libc = libc;
    this.#fds = fds;
    this.#halves = new Int16Array(fds.length * HALVES);
    this.#bytes = new Uint8Array(this.#halves.buffer);
    const words = new Int32Array(this.#halves.buffer);
    for (const [at, fd] of fds.entries()) {
      words[(at * HALVES) / 2] = fd;
      this.#halves[at * HALVES + 2] = events;
    }
  }

  /** Blocks until one is ready, for so long at most. @returns how many are ready; 0 also where a signal came. @throws Error */
  wait(waitMs: number): number {
    const ready = this.#libc.poll(this.#bytes, this.#fds.length, waitMs);
    if (ready >= 0) return ready;
    const code = this.#libc.errorCode();
    if (code === 'EINTR') return 0;
    throw new Error(`poll: ${code}`);
  }

  /** Whether the n-th descriptor was ready, or has an error to tell, at the last `wait` that found any. */
  isReady(at: number): boolean {
    return this.#halves[at * HALVES + 3] !== 0;
  }
}
