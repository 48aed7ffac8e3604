const HEADER_BYTES = 9;

/** Identifiers of settings (RFC 9113 section 6.5.2, RFC 8441); others may come, the first of a real server is one of these. */
const SETTINGS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 8]);

interface Frame {
  readonly length: number;
  readonly type: number;
}

/**
 * Whether a peer speaks HTTP/2 without having been asked for it, as servers of gRPC do. RFC 9113 section 3.4: the first frame is SETTINGS, type 4,
 * without flags, on stream 0, whose length is a multiple of six (section 6.5). An empty one tells too little without the frame after it.
 */
export function speaksHttp2(bytes: Buffer): boolean {
  const first = connectionFrame(bytes);
  if (first?.type !== 4 || first.length > 96 || first.length % 6 !== 0) return false;
  const rest = bytes.subarray(HEADER_BYTES);
  if (first.length > 0) return rest.length >= 6 && SETTINGS.has(rest.readUInt16BE(0));
  const next = connectionFrame(rest);
  // GOAWAY (section 6.8), the answer to HTTP/1, or WINDOW_UPDATE (section 6.9).
  return (next?.type === 7 && next.length >= 8 && next.length <= 256) || (next?.type === 8 && next.length === 4);
}

/** A frame of the whole connection, without flags (section 4.1). */
function connectionFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < HEADER_BYTES || bytes[4] !== 0 || bytes.readUInt32BE(5) !== 0) return undefined;
  return { length: bytes.readUIntBE(0, 3), type: bytes[3] ?? 0 };
}
