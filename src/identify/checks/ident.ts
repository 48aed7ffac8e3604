import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

/** RFC 1413 section 4: the two ports, then USERID or ERROR with its fields, separated by colons. */
export function parse(bytes: Buffer): 'USERID' | 'ERROR' | undefined {
  const match = /^\s{0,4}1 {0,4}, {0,4}1 {0,4}: {0,4}(USERID|ERROR) {0,4}: {0,4}[A-Za-z-]{1,64}/.exec(
    bytes.toString('latin1', 0, 512),
  );
  return match?.[1] === 'USERID' || match?.[1] === 'ERROR' ? match[1] : undefined;
}

/** Nobody connects from port 1 to port 1, so that nobody is asked for. */
const QUERY: Question = { name: 'who connects from port 1 to port 1', bytes: Buffer.from('1,1\r\n') };

export const ident: Check = {
  name: 'ident',
  ports: [113],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [QUERY],
  source: 'RFC 1413',
  reading:
    'A reply about the two ports proves the protocol, which was made to be asked by everybody. Whether it tells names is not tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    if (parse(await conversation.ask(QUERY, hasLine)) === undefined) return undefined;
    // Made to be asked by everybody; whether it tells names is not tried.
    return { product: null, version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
