/** What a caller of a remote procedure says about it. */
export interface RpcCall {
  readonly xid: number;
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
}

/** How a call was answered; the results of those that succeeded. */
export interface RpcReply {
  readonly xid: number;
  readonly status: 'success' | 'program-unavailable' | 'version-mismatch' | 'refused' | 'failed';
  readonly results: Buffer;
}

const LAST_FRAGMENT = 0x8000_0000;
const NONE = Buffer.alloc(0);

/** RFC 5531: a call without credentials and without arguments, in one record (section 11). */
export function encodeCall(call: RpcCall): Buffer {
  const message = encodeMessage(call);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(LAST_FRAGMENT + message.length);
  return Buffer.concat([head, message]);
}

/** The same as UDP carries it. */
export function encodeMessage({ xid, program, version, procedure }: RpcCall): Buffer {
  const words = [xid, 0, 2, program, version, procedure, 0, 0, 0, 0];
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, index) => bytes.writeUInt32BE(word, index * 4));
  return bytes;
}

/** The complete record at the beginning, its fragments joined; `undefined` while some of it is missing. */
function joinFragments(bytes: Buffer): Buffer | undefined {
  const fragments: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const head = bytes.readUInt32BE(at);
    const length = head % LAST_FRAGMENT;
    if (length === 0 || at + 4 + length > bytes.length) return undefined;
    fragments.push(bytes.subarray(at + 4, at + 4 + length));
    if (head >= LAST_FRAGMENT) return Buffer.concat(fragments);
    at += 4 + length;
  }
  return undefined;
}

/** The reply to the call with this `xid`, in one record or more; `undefined` for anything else, and while it is not complete. */
export function decodeReply(bytes: Buffer, xid: number): RpcReply | undefined {
  const reply = decodeMessage(joinFragments(bytes) ?? NONE);
  return reply?.xid === xid ? reply : undefined;
}

/** RFC 5531 section 9: a reply as UDP carries it. */
export function decodeMessage(record: Buffer): RpcReply | undefined {
  if (record.length < 12 || record.readUInt32BE(4) !== 1) return undefined;
  const xid = record.readUInt32BE(0);
  const state = record.readUInt32BE(8);
  if (state === 1) return { xid, status: 'refused', results: NONE };
  if (state !== 0 || record.length < 24) return undefined;
  // The verifier: flavor, length, body (at most 400 bytes).
  const verifier = record.readUInt32BE(16);
  const at = 20 + Math.ceil(verifier / 4) * 4;
  if (verifier > 400 || record.length < at + 4) return undefined;
  const accept = record.readUInt32BE(at);
  const results = record.subarray(at + 4);
  if (accept === 0) return { xid, status: 'success', results };
  if (accept === 1) return { xid, status: 'program-unavailable', results: NONE };
  if (accept === 2) return { xid, status: 'version-mismatch', results };
  return accept <= 5 ? { xid, status: 'failed', results: NONE } : undefined;
}

/** Reads XDR (RFC 4506) from front to back; beyond the end it gives `undefined`. */
export class XdrReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  uint(): number | undefined {
    if (this.#at + 4 > this.#bytes.length) return undefined;
    this.#at += 4;
    return this.#bytes.readUInt32BE(this.#at - 4);
  }

  text(): string | undefined {
    const length = this.uint();
    if (length === undefined || this.#at + length > this.#bytes.length) return undefined;
    const text = this.#bytes.toString('utf8', this.#at, this.#at + length);
    this.#at += Math.ceil(length / 4) * 4;
    return text;
  }
}
