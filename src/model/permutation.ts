/** The largest numbers of a double that still count exactly end here. */
const LARGEST_SIZE = 2 ** 53;
/** Luby and Rackoff: four rounds of a good round function are indistinguishable from random; two more cost little. */
const ROUNDS = 6;

/**
 * A seeded bijection on `0 <= index < size`, in constant memory: the same seed always gives the same order.
 * Generalised Feistel network over the smallest a * b >= size, with cycle walking for what falls outside
 * (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002). It spreads load; it is not a cipher.
 * @throws RangeError for a size that is no safe count, and from the returned function for an index outside it
 */
export function permutation(size: number, seed: string): (index: number) => number {
  if (!Number.isInteger(size) || size < 0 || size > LARGEST_SIZE) throw new RangeError(`no permutation of ${size}`);
  // Near the limit a power of two keeps width * height at or below 2^53.
  const width = size > LARGEST_SIZE / 2 ? 2 ** 27 : Math.max(1, Math.ceil(Math.sqrt(size)));
  const grid = { width, height: Math.max(1, Math.ceil(size / width)) };
  const keys = Array.from({ length: ROUNDS }, (_, round) => hashText(`${round}:${seed}`));
  return (index) => {
    if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError(`index ${index} outside ${size}`);
    let value = encipher(index, grid, keys);
    // Fewer than width values lie outside, so one step is nearly always enough.
    while (value >= size) value = encipher(value, grid, keys);
    return value;
  };
}

interface Grid {
  readonly width: number;
  readonly height: number;
}

/** An even number of rounds, so that left and right end where they started. */
function encipher(value: number, { width, height }: Grid, keys: readonly number[]): number {
  let left = value % width;
  let right = Math.floor(value / width);
  let modulus = width;
  for (const key of keys) {
    const next = (left + mix(right ^ key)) % modulus;
    left = right;
    right = next;
    modulus = modulus === width ? height : width;
  }
  return right * width + left;
}

/** The finaliser of MurmurHash3 (public domain): every input bit changes half of the 32 output bits. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 units, finished by `mix`. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let unit = 0; unit < text.length; unit++) hash = Math.imul(hash ^ text.charCodeAt(unit), 0x01000193);
  return mix(hash);
}
