/**
 * HalfSipHash with 32-bit output over whole 32-bit words (https://github.com/veorq/SipHash): a keyed function whose results nobody without the key can
 * guess. One round a word and three at the end, as the Linux kernel uses it where speed counts.
 */
export class HalfSipHash {
  readonly #key0: number;
  readonly #key1: number;
  readonly #rounds: number;
  readonly #finalRounds: number;

  /** @param key two 32-bit words, little-endian as in the reference */
  constructor([key0, key1]: readonly [number, number], rounds = 1, finalRounds = 3) {
    this.#key0 = key0;
    this.#key1 = key1;
    this.#rounds = rounds;
    this.#finalRounds = finalRounds;
  }

  /** The hash of the first `count` words, as an unsigned 32-bit number. */
  hash(words: Uint32Array, count: number): number {
    let v0 = this.#key0;
    let v1 = this.#key1;
    let v2 = 0x6c79_6765 ^ this.#key0;
    let v3 = 0x7465_6462 ^ this.#key1;
    // The words, then the length in bytes as the reference pads it, then a block of nothing for the last rounds.
    for (let block = 0; block < count + 2; block++) {
      const last = block > count;
      const word = last ? 0 : block < count ? (words[block] ?? 0) : (count * 4) << 24;
      if (last) v2 ^= 0xff;
      v3 ^= word;
      for (let round = last ? this.#finalRounds : this.#rounds; round > 0; round--) {
        v0 = (v0 + v1) | 0;
        v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
        v0 = (v0 << 16) | (v0 >>> 16);
        v2 = (v2 + v3) | 0;
        v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
        v0 = (v0 + v3) | 0;
        v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
        v2 = (v2 + v1) | 0;
        v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
        v2 = (v2 << 16) | (v2 >>> 16);
      }
      v0 ^= word;
    }
    return (v1 ^ v3) >>> 0;
  }
}
