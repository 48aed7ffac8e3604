import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const PING_OK = 0x11;

/** The magic 17 24, the answer to a ping, and a length of two bytes behind which so many follow. */
export function parse(bytes: Buffer): 'pong' | undefined {
  if (bytes.length < 5 || bytes.readUInt16BE(0) !== 0x1724 || bytes[2] !== PING_OK) return undefined;
  const length = bytes.readUInt16LE(3);
  return length <= 64 && bytes.length === 5 + length ? 'pong' : undefined;
}

const PING: Question = { name: 'ping', bytes: Buffer.from('172410040000000000', 'hex') };

export const teamviewer: Check = {
  name: 'teamviewer',
  ports: [5938],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [PING],
  source: 'framing of the TeamViewer protocol as public analysers describe it; the protocol itself is not published',
  reading:
    'The answer to a ping in its frame is taken for TeamViewer. Nothing more is asked, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(PING, parse);
    if (reply === undefined) return undefined;
    return { product: 'TeamViewer', version: null, confidence: 8, access: 'unknown', details: {} };
  },
};
