import { HalfSipHash } from './half-siphash.ts';

/** Words of an address and the ports of a probe: one for IPv4, four for IPv6, and one for both ports. */
const IPV4_WORDS = 1;
const IPV6_WORDS = 4;

/**
 * The sequence number of a probe: a keyed hash of where it goes and from which port. Whoever answers shows by it that the probe reached them, so neither
 * a stray nor a forged packet becomes a result, and nothing needs to be remembered of a probe.
 */
export class ProbeCookie {
  readonly #hash: HalfSipHash;
  readonly #words = new Uint32Array(IPV6_WORDS + 1);

  /** @param key two random 32-bit words */
  constructor(key: readonly [number, number]) {
    this.#hash = new HalfSipHash(key);
  }

  /** @param ports the destination port in the upper, the source port in the lower 16 bits */
  ofIpv4(address: number, ports: number): number {
    this.#words[0] = address;
    this.#words[1] = ports;
    return this.#hash.hash(this.#words, IPV4_WORDS + 1);
  }

  /** @param address four words, the first ones first */
  ofIpv6(address: Uint32Array, ports: number): number {
    for (let word = 0; word < IPV6_WORDS; word++) this.#words[word] = address[word] ?? 0;
    this.#words[IPV6_WORDS] = ports;
    return this.#hash.hash(this.#words, IPV6_WORDS + 1);
  }
}
