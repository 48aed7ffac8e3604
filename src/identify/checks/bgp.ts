import type { Check } from '../check.ts';

/** The first message of a router: an OPEN with its system, or a NOTIFICATION why there will be no session. */
export interface BgpMessage {
  readonly type: 'open' | 'notification';
  /** The autonomous system of an OPEN. */
  readonly system: number | undefined;
}

const MARKER = Buffer.alloc(16, 0xff);

/** RFC 4271 section 4: sixteen ones, length, type; version 4 in an OPEN, the Cease code (6) or another known one in a NOTIFICATION. */
export function parse(bytes: Buffer): BgpMessage | undefined {
  if (bytes.length < 21 || !bytes.subarray(0, 16).equals(MARKER)) return undefined;
  const length = bytes.readUInt16BE(16);
  if (length < 21 || length > 4096 || bytes.length < length) return undefined;
  if (bytes[18] === 3 && (bytes[19] ?? 0) >= 1 && (bytes[19] ?? 0) <= 8)
    return { type: 'notification', system: undefined };
  return bytes[18] === 1 && bytes[19] === 4 && length >= 29
    ? { type: 'open', system: bytes.readUInt16BE(20) }
    : undefined;
}

export const bgp: Check = {
  name: 'bgp',
  ports: [179],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'RFC 4271',
  reading:
    'An OPEN proves a router, which sends it before it looks who we are, so that access stays unknown; a NOTIFICATION in its place means that this source is refused.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const message = await conversation.listenFor(parse);
    if (message === undefined) return undefined;
    return {
      product: null,
      version: null,
      confidence: 10,
      // An OPEN comes before the router has looked who we are.
      access: message.type === 'notification' ? 'refused-by-acl' : 'unknown',
      details: message.system === undefined ? {} : { 'bgp.as': message.system },
    };
  },
};
