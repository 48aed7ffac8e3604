import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** One complete reply: its words, of which the first begins with an exclamation mark. */
export type RouterosSentence = readonly string[];

const MOST_WORDS = 32;
const REPLIES: ReadonlySet<string> = new Set(['!done', '!trap', '!fatal', '!re']);

/** MikroTik "API", protocol: words behind their length, which is one byte for less than 128 and two up to 16383, until an empty one. */
export function parse(bytes: Buffer): RouterosSentence | undefined {
  const words: string[] = [];
  let at = 0;
  while (words.length < MOST_WORDS) {
    const first = bytes[at];
    if (first === undefined || first >= 0xc0) return undefined;
    const isLong = first >= 0x80;
    if (isLong && at + 1 >= bytes.length) return undefined;
    const length = isLong ? bytes.readUInt16BE(at) & 0x3fff : first;
    const from = at + (isLong ? 2 : 1);
    if (length === 0) return REPLIES.has(words[0] ?? '') ? words : undefined;
    if (bytes.length < from + length) return undefined;
    words.push(bytes.toString('utf8', from, from + length));
    at = from + length;
  }
  return undefined;
}

/** A command without a name: there is none. */
const NOTHING: Question = { name: 'a command that does not exist', bytes: Buffer.from('\x01/\0') };

export const routerosApi: Check = {
  name: 'routeros-api',
  ports: [8728, 8729],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [NOTHING],
  source: 'MikroTik RouterOS documentation, "API": protocol, words, replies',
  reading:
    "A complete sentence proves the interface. 'Not logged in' means that credentials are required; any other reply leaves access unknown.",
  recognizes: (bytes) => ['!trap', '!fatal'].includes(parse(bytes)?.[0] ?? ''),
  async run(conversation) {
    const sentence = await conversation.askFor(NOTHING, parse);
    if (sentence === undefined) return undefined;
    const wantsLogin = sentence.some((word) => /not logged in/i.test(word));
    return {
      product: 'MikroTik RouterOS',
      version: null,
      confidence: 10,
      access: wantsLogin ? 'required' : 'unknown',
      details: {},
    };
  },
};
