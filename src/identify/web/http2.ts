const SETTINGS_HEADER_BYTES = 9;

/** Identifiers of settings (RFC 9113 section 6.5.2, RFC 8441); others may come, the first of a real server is one of these. */
const SETTINGS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 8]);

/**
 * Whether a peer speaks HTTP/2 without having been asked for it, as servers of gRPC do. RFC 9113 section 3.4: the first frame is SETTINGS, type 4,
 * without flags, on stream 0, whose length is a multiple of six (section 6.5). An empty one is too little to tell.
 */
export function speaksHttp2(bytes: Buffer): boolean {
  if (bytes.length < SETTINGS_HEADER_BYTES + 6) return false;
  const length = bytes.readUIntBE(0, 3);
  if (length === 0 || length > 96 || length % 6 !== 0) return false;
  if (bytes[3] !== 4 || bytes[4] !== 0 || bytes.readUInt32BE(5) !== 0) return false;
  return SETTINGS.has(bytes.readUInt16BE(SETTINGS_HEADER_BYTES));
}
