import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import type { Conversation } from '../conversation.ts';

/** The server's half of the negotiation; `none` is a server from before it existed (RDP 5.2 and older). */
export type RdpReply =
  | { readonly kind: 'chosen'; readonly protocol: number }
  | { readonly kind: 'failure'; readonly code: number }
  | { readonly kind: 'none' };

// [MS-RDPBCGR] 2.2.1.1.1 requestedProtocols
const STANDARD = 0;
const SSL = 1;
const HYBRID = 2;
const HYBRID_EX = 8;
// [MS-RDPBCGR] 2.2.1.2.2 failureCode
const SSL_NOT_ALLOWED_BY_SERVER = 2;
const HYBRID_REQUIRED_BY_SERVER = 5;

/** TPKT (RFC 1006), X.224 Connection Confirm (0xd0), then RDP_NEG_RSP (2) or RDP_NEG_FAILURE (3): type, flags, length 8, value. */
export function parse(bytes: Buffer): RdpReply | undefined {
  if (bytes.length < 11 || bytes[0] !== 3 || bytes[1] !== 0 || bytes[5] !== 0xd0) return undefined;
  const length = bytes.readUInt16BE(2);
  if (bytes.length < length || (bytes[4] ?? 0) !== length - 5) return undefined;
  if (length === 11) return { kind: 'none' };
  if (length !== 19 || bytes.readUInt16LE(13) !== 8) return undefined;
  const value = bytes.readUInt32LE(15);
  if (bytes[11] === 2) return { kind: 'chosen', protocol: value };
  return bytes[11] === 3 ? { kind: 'failure', code: value } : undefined;
}

/** X.224 Connection Request with RDP_NEG_REQ. No routing token and no `mstshash` cookie, which would name a user. */
export function buildRequest(name: string, protocols: number): Question {
  const bytes = Buffer.from('030000130ee000000000000100080000000000', 'hex');
  bytes.writeUInt32LE(protocols, 15);
  return { name, bytes };
}

const WITH_NLA = buildRequest('X.224 request offering TLS and NLA', SSL | HYBRID);
const WITHOUT_NLA = buildRequest('X.224 request offering standard security only', STANDARD);
/** Windows drops a second connection that follows the first one at once. */
const PAUSE_MS = 250;

export const rdp: Check = {
  name: 'rdp',
  ports: [3389],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'client',
  sends: [WITH_NLA, WITHOUT_NLA],
  source: '[MS-RDPBCGR] 2.2.1.1 and 2.2.1.2, RFC 1006',
  reading:
    'Where the protocols without Network Level Authentication are refused, credentials are required before anything is shown; where one is taken, access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const first = await conversation.askFor(WITH_NLA, parse);
    if (first === undefined) return undefined;
    const nla = await askNla(conversation, first);
    return {
      product: null,
      version: null,
      confidence: 10,
      // Without NLA everybody gets a login screen, and what lies behind it is not known.
      access: nla === 'required' ? 'required' : 'unknown',
      details: nla === undefined ? {} : { 'rdp.nla': nla },
    };
  },
};

/** NLA is CredSSP, the protocols HYBRID and HYBRID_EX. Whether it is enforced shows when it is not offered. */
async function askNla(
  conversation: Conversation,
  first: RdpReply,
): Promise<'required' | 'optional' | 'unsupported' | undefined> {
  if (first.kind === 'failure' && first.code !== SSL_NOT_ALLOWED_BY_SERVER) return undefined;
  if (first.kind !== 'chosen' || (first.protocol !== HYBRID && first.protocol !== HYBRID_EX)) return 'unsupported';
  await conversation[Symbol.asyncDispose]();
  await sleep(PAUSE_MS);
  await using second = await conversation.again();
  const reply = second === undefined ? undefined : await second.askFor(WITHOUT_NLA, parse);
  if (reply === undefined) return undefined;
  return reply.kind === 'failure' && reply.code === HYBRID_REQUIRED_BY_SERVER ? 'required' : 'optional';
}
