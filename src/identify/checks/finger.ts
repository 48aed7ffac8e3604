import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

/** The list of who is logged in has no form (RFC 1288 section 3.2.1); these are how the common servers begin it. */
export function parse(bytes: Buffer): 'nobody' | 'list' | undefined {
  const text = bytes.toString('latin1', 0, 1024);
  if (/^\s{0,8}No ?(?:one|body) (?:is )?logged (?:on|in)\b/i.test(text)) return 'nobody';
  return /^\s{0,8}(?:Login\s{1,40}(?:Name|Tty)|Line\s{1,40}User)\b[^\r\n]*\r?\n/i.test(text) ? 'list' : undefined;
}

const LIST: Question = { name: 'who is logged in', bytes: Buffer.from('\r\n') };

export const finger: Check = {
  name: 'finger',
  ports: [79],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [LIST],
  source: 'RFC 1288',
  reading:
    'A list of users, or the word that nobody is logged in, proves the protocol. It has no authentication, and the list was given, so that no credentials are needed.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    if (parse(await conversation.ask(LIST, hasLine)) === undefined) return undefined;
    // There is no authentication in this protocol, and the list was given.
    return { product: null, version: null, confidence: 10, access: 'none-required', details: {} };
  },
};
