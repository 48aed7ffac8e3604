import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const HEAD = 9;
const GREETING = 0x25;

/** A byte 1, the length of what follows the checksum, a checksum, and a greeting, which has 37 bytes in versions 2 and 3. */
export function parse(bytes: Buffer): 'greeting' | undefined {
  if (bytes.length !== HEAD + GREETING || bytes[0] !== 1) return undefined;
  return bytes.readUInt32BE(1) === GREETING ? 'greeting' : undefined;
}

/** The same frame around the byte 8, with which every client begins. */
const HELLO: Question = { name: 'hello', bytes: Buffer.from('01000000010000000808', 'hex') };

export const radmin: Check = {
  name: 'radmin',
  ports: [4899],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [HELLO],
  source: 'framing of the Radmin protocol as public analysers describe it; the protocol itself is not published',
  reading:
    'A greeting of 37 bytes in its frame is taken for Radmin. The login comes later and is not tried, so that access stays unknown.',
  recognizes: () => false,
  async run(conversation) {
    const reply = await conversation.askFor(HELLO, parse);
    if (reply === undefined) return undefined;
    return { product: 'Radmin', version: null, confidence: 8, access: 'unknown', details: {} };
  },
};
