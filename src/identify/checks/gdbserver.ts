import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The reply to qSupported (GDB remote serial protocol): acknowledged, `$`, features, `#` and the sum of the bytes between. */
export function parse(bytes: Buffer): boolean {
  const text = bytes.toString('latin1', 0, 16_384);
  const packet = /^\+?\$([^$#]{1,8192})#([0-9a-f]{2})/.exec(text);
  if (packet?.[1] === undefined || packet[2] === undefined) return false;
  const sum = Buffer.from(packet[1], 'latin1').reduce((total, byte) => (total + byte) % 256, 0);
  return sum === parseInt(packet[2], 16) && /(?:^|;)PacketSize=[0-9a-f]{1,8}(?:;|$)/.test(packet[1]);
}

/** Changes nothing in what is debugged. */
const SUPPORTED: Question = { name: 'qSupported', bytes: Buffer.from('$qSupported#37') };
/** Acknowledges the reply, which would be sent again otherwise. */
const ACK: Question = { name: 'acknowledgement', bytes: Buffer.from('+') };

export const gdbserver: Check = {
  name: 'gdbserver',
  ports: [1234, 2159, 3333],
  likelihood: 'rare',
  effect: 'none',
  oneClient: true,
  speaksFirst: 'client',
  sends: [SUPPORTED, ACK],
  source: 'Debugging with GDB, appendix E: remote serial protocol (packets, qSupported)',
  reading:
    'Features in a packet whose sum is right prove the protocol. It has no authentication, so that no credentials are needed.',
  recognizes: parse,
  async run(conversation) {
    if (!parse(await conversation.ask(SUPPORTED, parse))) return undefined;
    conversation.sayGoodbye(ACK);
    // There is no authentication in this protocol.
    return { product: null, version: null, confidence: 10, access: 'none-required', details: {} };
  },
};
