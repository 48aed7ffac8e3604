/** Adds the halves of a 32-bit word to a sum of 16-bit words; the sum may grow beyond 16 bits. */
export function addWord(sum: number, word: number): number {
  return sum + (word >>> 16) + (word & 0xffff);
}

/** The Internet checksum (RFC 1071) of a sum of 16-bit words below 2^31: carries folded in, complemented. */
export function foldSum(sum: number): number {
  const once = (sum & 0xffff) + (sum >>> 16);
  return ~((once & 0xffff) + (once >>> 16)) & 0xffff;
}
