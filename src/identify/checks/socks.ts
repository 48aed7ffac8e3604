import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const METHODS: Readonly<Record<number, string>> = { 0: 'none', 2: 'username', 255: 'other' };

/** RFC 1928 section 3: version 5 and the method that the server chose; 255 where it takes none of those offered. */
export function parse(bytes: Buffer): string | undefined {
  return bytes.length === 2 && bytes[0] === 5 ? METHODS[bytes[1] ?? 1] : undefined;
}

const GREETING: Question = {
  name: 'SOCKS 5: no authentication, or user name',
  bytes: Buffer.from('05020002', 'hex'),
};

export const socks: Check = {
  name: 'socks',
  ports: [1080, 9050, 9150],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'client',
  sends: [GREETING],
  source: 'RFC 1928',
  reading:
    'The choice of a method proves SOCKS 5. A user name, or none of the methods offered, means that credentials are required; where no authentication is chosen, rules may still forbid every destination, which only a connection through it would tell, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const method = parse(await conversation.ask(GREETING, (bytes) => bytes.length >= 2));
    if (method === undefined) return undefined;
    return {
      product: null,
      version: null,
      confidence: 10,
      // Where no password is wanted, rules may still forbid every destination, which only a connection through it would tell.
      access: method === 'none' ? 'unknown' : 'required',
      details: { 'socks.auth': method },
    };
  },
};
