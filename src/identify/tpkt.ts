/** RFC 1006 section 6: version 3, a reserved byte, and the length of the whole packet. `undefined` until one has arrived completely, and alone. */
export function tpktPayload(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 7 || bytes[0] !== 3 || bytes[1] !== 0) return undefined;
  return bytes.readUInt16BE(2) === bytes.length ? bytes.subarray(4) : undefined;
}
