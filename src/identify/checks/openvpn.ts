import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const SESSION = 8;
// OpenVPN protocol: the upper five bits of the first byte are the opcode, the others the key's number.
const HARD_RESET_CLIENT_V2 = 7 << 3;
const HARD_RESET_SERVER_V2 = 8 << 3;

/** A server's first packet. */
export interface OpenvpnReset {
  /** The client's session that it answers. */
  readonly session: Buffer;
}

/** Over TCP: two bytes of length, opcode, the server's session, how many packets are acknowledged, their numbers, the client's session, a number. */
export function parse(bytes: Buffer): OpenvpnReset | undefined {
  const acknowledged = bytes[11];
  if (bytes[2] !== HARD_RESET_SERVER_V2 || acknowledged === undefined || acknowledged < 1 || acknowledged > 8)
    return undefined;
  const at = 12 + 4 * acknowledged;
  const length = at + SESSION + 4;
  if (bytes.length < length || bytes.readUInt16BE(0) !== length - 2 || bytes.readUInt32BE(length - 4) !== 0)
    return undefined;
  return { session: bytes.subarray(at, at + SESSION) };
}

/** Eight bytes of our choice, by which the server's answer is known to be one. */
const OUR_SESSION = Buffer.from('portreev');

/** The first packet of a client without `tls-auth` and `tls-crypt`: a new session, nothing acknowledged, packet 0. */
const RESET: Question = {
  name: 'hard reset',
  bytes: Buffer.concat([Buffer.of(0, 14, HARD_RESET_CLIENT_V2), OUR_SESSION, Buffer.alloc(5)]),
};

export const openvpn: Check = {
  name: 'openvpn',
  ports: [1194],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [RESET],
  source: 'OpenVPN protocol documentation (doxygen: network protocol, control channel processor)',
  reading:
    'A hard reset that answers our session proves OpenVPN without tls-auth and tls-crypt. What is asked for inside the TLS that comes next is not known, so that access stays unknown.',
  // It speaks only to those who know its session, and hangs up on everybody else.
  recognizes: () => false,
  async run(conversation) {
    const reply = parse(await conversation.ask(RESET, (bytes) => parse(bytes) !== undefined));
    if (reply?.session.equals(OUR_SESSION) !== true) return undefined;
    // TLS comes next, and what is asked for inside it is not known.
    return { product: 'OpenVPN', version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
