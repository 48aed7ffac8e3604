/** How long to wait for hosts of a prefix, from the round-trip times seen there. A prefix is the caller's number: an IPv4 /24, an IPv6 /64. */
export interface RttTable {
  /** A round-trip time of the prefix in microseconds. */
  saw(prefix: number, rttUs: number): void;
  /** Milliseconds after which a probe to the prefix counts as silent, between floor and ceiling. */
  timeoutMs(prefix: number): number;
  /**
   * The same, for how long a probe about to leave is listened for. One call in four gives the ceiling, whatever was seen: answers that come after
   * the timeout are not measured, so a host that is slower than all others would never be found out.
   */
  holdMs(prefix: number): number;
}

export interface RttLimits {
  /** The longest wait, and that for prefixes without a sample. */
  readonly ceilingMs: number;
  /**
   * The shortest wait; 300 when left out. RFC 6298 wants a second for TCP's retransmission; less is safe here because silent endpoints are asked again. But the first packet
   * to a neighbour waits for ARP or neighbour discovery, busy hosts and sleeping radios answer a SYN late, and none of this
   * shows in the round-trip times of the others.
   */
  readonly floorMs?: number;
  /** Whether the kernel makes the handshakes: its SYN goes out again after a second, and an answer after that may be to either. */
  readonly isKernelAsking?: boolean;
}

const DEFAULT_FLOOR_MS = 300;
/** RFC 6298, section 2.1: when the kernel sends its first SYN again. */
const KERNEL_RETRANSMITS_US = 1_000_000;
/** RFC 6298, section 2: G, the clock's granularity, here that of the engines' timers. */
const GRANULARITY_US = 10_000;
/** RFC 6298, section 2: gains of the smoothed time and of its variation, and what the variation is multiplied with. */
const ALPHA = 1 / 8;
const BETA = 1 / 4;
const K = 4;
/** Samples of a window. The second largest of two windows is what slow hosts need, even where only one answer in a hundred is theirs. */
const WINDOW = 256;
const SLOW_MARGIN = 1.5;
/** Every so many-th probe to a prefix waits for the ceiling. */
const EXPLORE_EVERY = 4;
/** Prefixes that are remembered: a shard of a million addresses has 4,096 /24. Powers of two. */
const PLACES = 8192;
const WAYS = 4;
/** Bits of a hash that are left out so that PLACES / WAYS values remain. */
const HASH_SHIFT = 32 - Math.log2(PLACES / WAYS);
const NOBODY = -1;

/**
 * Creates a table of constant size, about 450 KB. Answers that may be to a retransmission are no samples (Karn's algorithm, RFC 6298, section 3): they would
 * make timeouts so long that later probes are two SYNs each, and passes would not be alike any more. RFC 6298 with two changes, because a prefix is many hosts and not one connection:
 *
 * - A sample counts as no more than the wait it would have had, so one late answer does not raise the wait of the others for long.
 * - The wait is never below one and a half times the second largest sample of the last few hundred: the smoothed deviation of a prefix with a few slow hosts
 *   is too small for them.
 */
export function createRttTable(limits: RttLimits): RttTable {
  return new HashedRttTable(limits);
}

class HashedRttTable implements RttTable {
  readonly #ceilingMs: number;
  readonly #floorMs: number;
  readonly #ambiguousUs: number;
  readonly #prefixes = new Float64Array(PLACES).fill(NOBODY);
  /** Microseconds, all of them. */
  readonly #smoothed = new Float32Array(PLACES);
  readonly #variation = new Float32Array(PLACES);
  readonly #largest = new Float32Array(PLACES);
  readonly #second = new Float32Array(PLACES);
  readonly #largestBefore = new Float32Array(PLACES);
  readonly #secondBefore = new Float32Array(PLACES);
  readonly #samples = new Uint16Array(PLACES);
  readonly #asked = new Uint8Array(PLACES);
  readonly #usedAt = new Float64Array(PLACES);
  #uses = 0;

  constructor({ ceilingMs, floorMs = DEFAULT_FLOOR_MS, isKernelAsking = false }: RttLimits) {
    this.#ceilingMs = ceilingMs;
    this.#floorMs = Math.min(floorMs, ceilingMs);
    this.#ambiguousUs = isKernelAsking ? KERNEL_RETRANSMITS_US : Number.POSITIVE_INFINITY;
  }

  saw(prefix: number, rttUs: number): void {
    if (rttUs >= this.#ambiguousUs) return;
    let place = this.#find(prefix);
    if (place === NOBODY) place = this.#start(prefix, rttUs);
    else this.#smooth(place, rttUs);
    this.#remember(place, rttUs);
    this.#usedAt[place] = this.#uses++;
  }

  timeoutMs(prefix: number): number {
    const place = this.#find(prefix);
    if (place === NOBODY) return this.#ceilingMs;
    return Math.min(this.#ceilingMs, Math.max(this.#floorMs, Math.max(this.#rfc(place), this.#slow(place)) / 1000));
  }

  holdMs(prefix: number): number {
    const place = this.#find(prefix);
    if (place === NOBODY) return this.#ceilingMs;
    const asked = ((this.#asked[place] ?? 0) + 1) % EXPLORE_EVERY;
    this.#asked[place] = asked;
    return asked === 0 ? this.#ceilingMs : this.timeoutMs(prefix);
  }

  #smooth(place: number, rttUs: number): void {
    const smoothed = this.#smoothed[place] ?? 0;
    const sample = Math.min(rttUs, Math.max(this.#floorMs * 1000, this.#rfc(place)));
    this.#variation[place] = (1 - BETA) * (this.#variation[place] ?? 0) + BETA * Math.abs(smoothed - sample);
    this.#smoothed[place] = (1 - ALPHA) * smoothed + ALPHA * sample;
  }

  #rfc(place: number): number {
    return (this.#smoothed[place] ?? 0) + Math.max(GRANULARITY_US, K * (this.#variation[place] ?? 0));
  }

  /** What the slower hosts need, by the second largest sample of both windows; a single late one is not enough. */
  #slow(place: number): number {
    const largest = this.#largest[place] ?? 0;
    const before = this.#largestBefore[place] ?? 0;
    const second = Math.max(this.#second[place] ?? 0, this.#secondBefore[place] ?? 0, Math.min(largest, before));
    return SLOW_MARGIN * second;
  }

  #remember(place: number, rttUs: number): void {
    const samples = (this.#samples[place] ?? 0) + 1;
    const largest = this.#largest[place] ?? 0;
    if (rttUs > largest) {
      this.#second[place] = largest;
      this.#largest[place] = rttUs;
    } else if (rttUs > (this.#second[place] ?? 0)) this.#second[place] = rttUs;
    this.#samples[place] = samples % WINDOW;
    if (samples < WINDOW) return;
    this.#largestBefore[place] = this.#largest[place] ?? 0;
    this.#secondBefore[place] = this.#second[place] ?? 0;
    this.#largest[place] = 0;
    this.#second[place] = 0;
  }

  #find(prefix: number): number {
    const first = firstPlace(prefix);
    for (let place = first; place < first + WAYS; place++) if (this.#prefixes[place] === prefix) return place;
    return NOBODY;
  }

  /** Takes an empty place or the one that was not used for longest, of the few where the prefix may be. */
  #start(prefix: number, rttUs: number): number {
    const first = firstPlace(prefix);
    let place = first;
    for (let other = first; other < first + WAYS; other++) {
      if (this.#prefixes[other] === NOBODY) {
        place = other;
        break;
      }
      if ((this.#usedAt[other] ?? 0) < (this.#usedAt[place] ?? 0)) place = other;
    }
    this.#prefixes[place] = prefix;
    this.#smoothed[place] = rttUs;
    this.#variation[place] = rttUs / 2;
    this.#largest[place] = 0;
    this.#second[place] = 0;
    this.#largestBefore[place] = 0;
    this.#secondBefore[place] = 0;
    this.#samples[place] = 0;
    this.#asked[place] = 0;
    return place;
  }
}

/** Where the places of a prefix begin: multiplicative hashing of its 53 bits (Knuth, The Art of Computer Programming 3, 6.4). */
function firstPlace(prefix: number): number {
  const mixed = Math.imul((prefix ^ Math.floor(prefix / 2 ** 32)) | 0, 0x9e3779b1) >>> 0;
  return (mixed >>> HASH_SHIFT) * WAYS;
}
