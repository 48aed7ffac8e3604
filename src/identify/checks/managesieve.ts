import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The greeting of a server: what it is, and whether it offers TLS. */
export interface SieveGreeting {
  readonly implementation: string;
  readonly starttls: boolean;
}

/** RFC 5804 section 1.7: one quoted capability with its value a line, until `OK`. */
export function parse(bytes: Buffer): SieveGreeting | undefined {
  const lines = bytes.toString('latin1', 0, 4096).split('\r\n');
  const implementation = lines.map((line) => /^"IMPLEMENTATION" "([^"]{1,256})"$/i.exec(line)?.[1]).find(Boolean);
  const end = lines.findIndex((line) => /^OK\b/i.test(line));
  if (implementation === undefined || end < 0) return undefined;
  return { implementation, starttls: lines.slice(0, end).some((line) => /^"STARTTLS"$/i.test(line)) };
}

const STARTTLS: Question = { name: 'STARTTLS', bytes: Buffer.from('STARTTLS\r\n') };
const LOGOUT: Question = { name: 'LOGOUT', bytes: Buffer.from('LOGOUT\r\n') };

export const managesieve: Check = {
  name: 'managesieve',
  ports: [4190],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [STARTTLS, LOGOUT],
  source: 'RFC 5804',
  reading:
    'The greeting names the implementation. Scripts are read and written by users only, so that credentials are required.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async beginTls(conversation) {
    await conversation.listen((bytes) => parse(bytes) !== undefined);
    return accepts(await conversation.ask(STARTTLS, (bytes) => bytes.includes('\n')));
  },
  async run(conversation) {
    const greeting = await conversation.listenFor(parse);
    if (greeting === undefined) return undefined;
    if (greeting.starttls) {
      const reply = await conversation.ask(STARTTLS, (bytes) => bytes.includes('\n'));
      if (accepts(reply)) await conversation.startTls();
    }
    conversation.sayGoodbye(LOGOUT);
    const product = printable(greeting.implementation, 80);
    // Scripts are read and written by users only (section 2.1).
    return {
      product,
      version: null,
      confidence: 10,
      access: 'required',
      details: { 'managesieve.tls': greeting.starttls },
    };
  },
};

function accepts(reply: Buffer): boolean {
  return /^OK\b/i.test(reply.toString('latin1'));
}
