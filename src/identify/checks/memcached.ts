import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

/** The answer to `version`: a version, or a demand to authenticate (servers started with an authentication file). */
export type MemcachedReply = { readonly version: string } | { readonly version: null };

/** memcached protocol.txt, "Version" and "Authentication": `VERSION <version>\r\n` or `CLIENT_ERROR unauthenticated\r\n`. */
export function parse(bytes: Buffer): MemcachedReply | undefined {
  const text = bytes.toString('latin1', 0, 256);
  if (text.startsWith('CLIENT_ERROR unauthenticated\r\n')) return { version: null };
  const version = /^VERSION ([\x21-\x7e]{1,80})\r\n/.exec(text)?.[1];
  return version === undefined ? undefined : { version: printable(version, 80) };
}

const VERSION: Question = { name: 'version', bytes: Buffer.from('version\r\n') };

export const memcached: Check = {
  name: 'memcached',
  ports: [11211],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [VERSION],
  source: 'memcached doc/protocol.txt',
  reading: "A version means that no credentials are needed, 'unauthenticated' that they are.",
  recognizes: (bytes) => /^(?:ERROR\r\n|VERSION \d|CLIENT_ERROR )/.test(bytes.toString('latin1', 0, 32)),
  async run(conversation) {
    const reply = parse(await conversation.ask(VERSION, hasLine));
    if (reply === undefined) return undefined;
    const access = reply.version === null ? 'required' : 'none-required';
    return { product: 'memcached', version: reply.version, confidence: 10, access, details: {} };
  },
};
