import type { Check } from '../check.ts';
import { encodeHardReset, parseHardReset } from '../openvpn-packet.ts';
import type { Question } from '../question.ts';

/** The client's session that a server answers: over TCP two bytes of length go before the packet. */
export function parse(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 2) return undefined;
  const end = 2 + bytes.readUInt16BE(0);
  return bytes.length < end ? undefined : parseHardReset(bytes.subarray(2, end));
}

/** Eight bytes of our choice, by which the server's answer is known to be one. */
const OUR_SESSION = Buffer.from('portreev');

const RESET: Question = {
  name: 'hard reset',
  bytes: Buffer.concat([Buffer.of(0, 14), encodeHardReset(OUR_SESSION)]),
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
    const session = await conversation.askFor(RESET, parse);
    if (session?.equals(OUR_SESSION) !== true) return undefined;
    // TLS comes next, and what is asked for inside it is not known.
    return { product: 'OpenVPN', version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
