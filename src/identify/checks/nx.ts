import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

/** The version of an NX server, as it names it. */
export interface NxReply {
  readonly version: string;
}

/** The server's half of the first lines, `NXD-6.0.0`. */
export function parse(bytes: Buffer): NxReply | undefined {
  const version = /^NXD-(\d{1,3}(?:\.\d{1,4}){2})\r?\n/.exec(bytes.toString('latin1', 0, 64))?.[1];
  return version === undefined ? undefined : { version };
}

/** The client's half: its own version, of a client that speaks SSH or TLS afterwards. */
const HELLO: Question = { name: 'client version', bytes: Buffer.from('NXSH-5.6.7\n') };

export const nx: Check = {
  name: 'nx',
  ports: [4000],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [HELLO],
  source:
    'first lines of the NX protocol as public clients and analysers describe them; the protocol itself is not published',
  reading:
    'The version line proves an NX server. The login comes later, inside SSH or TLS, and is not tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = parse(await conversation.ask(HELLO, hasLine));
    if (reply === undefined) return undefined;
    // The server may name the version that the client has, and not its own.
    return { product: 'NoMachine NX', version: null, confidence: 8, access: 'unknown', details: {} };
  },
};
