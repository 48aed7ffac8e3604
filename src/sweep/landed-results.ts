import type { ResultCode } from '../model/result-code.ts';
import type { Deliver } from './engine.ts';

/** 32-bit words a result: slot, code, attempt, round-trip time. */
const WORDS = 4;

/** Results that wait for the next turn, in the order they came. Memory is kept and used again. */
export class LandedResults {
  #words = new Uint32Array(1024 * WORDS);
  #spare = new Uint32Array(0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Takes what `Deliver` takes. */
  readonly push: Deliver = (slot: number, code: ResultCode, attempt: number, rttUs: number): void => {
    const at = this.#size * WORDS;
    if (at === this.#words.length) this.#grow();
    const words = this.#words;
    words[at] = slot;
    words[at + 1] = code;
    words[at + 2] = attempt;
    words[at + 3] = rttUs;
    this.#size++;
  };

  /** Delivers all that is there; what lands meanwhile waits for the next time. */
  drain(deliver: Deliver): void {
    const [words, size] = [this.#words, this.#size];
    if (size === 0) return;
    this.#words = this.#spare.length > 0 ? this.#spare : new Uint32Array(words.length);
    this.#spare = words;
    this.#size = 0;
    for (let at = 0; at < size * WORDS; at += WORDS) {
      deliver(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
    }
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
  }
}
