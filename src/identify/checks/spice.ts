import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A server's answer to a link: 0 where it is accepted. */
export interface SpiceReply {
  readonly error: number;
}

/** SPICE protocol, RedLinkReply: `REDQ`, version 1 or 2, a minor one, the size of the rest; an error, a key of 162 bytes, capabilities. */
export function parse(bytes: Buffer): SpiceReply | undefined {
  if (bytes.length < 20 || bytes.toString('latin1', 0, 4) !== 'REDQ') return undefined;
  const [major, size] = [bytes.readUInt32LE(4), bytes.readUInt32LE(12)];
  if ((major !== 1 && major !== 2) || size < 178 || size > 4096 || bytes.length < 16 + size) return undefined;
  const error = bytes.readUInt32LE(16);
  return error <= 10 ? { error } : undefined;
}

/** RedLinkMess: no session yet, the main channel (1), and one word of common capabilities: choice of authentication, SPICE's own, short headers. */
const LINK: Question = {
  name: 'link to the main channel',
  bytes: Buffer.from('524544510200000002000000160000000000000001000100000000000000120000000b000000', 'hex'),
};
const NEED_SECURED = 5;

export const spice: Check = {
  name: 'spice',
  ports: [5900, 5901, 5902, 5903, 5904, 5905],
  likelihood: 'betrayed',
  effect: 'session',
  speaksFirst: 'client',
  sends: [LINK],
  source: 'SPICE protocol (spice-space.org), "Link messages"; spice-protocol: spice/protocol.h, spice/error_codes.h',
  reading:
    'The answer to a link proves SPICE. Whether the ticket that comes next may be any is not tried, so that access stays unknown.',
  // The server answers whatever has the length of a link, if only by an error.
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(LINK, parse);
    if (reply === undefined) return undefined;
    const knowsTls = conversation.tls === undefined && (reply.error === 0 || reply.error === NEED_SECURED);
    return {
      product: null,
      version: null,
      confidence: 10,
      // Whether the ticket, which comes next, may be any is not tried.
      access: 'unknown',
      details: knowsTls ? { 'spice.cleartext': reply.error === 0 } : {},
    };
  },
};
