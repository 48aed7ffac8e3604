import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { parse as parseReply, type FtpReply } from './ftp.ts';

/** RFC 2033 section 4.2: a greeting as in SMTP. */
export function parse(bytes: Buffer): FtpReply | undefined {
  const reply = parseReply(bytes);
  return reply?.code === 220 ? reply : undefined;
}

/** It should name its protocol; Dovecot names itself, which greets so nowhere else. */
const NAMED = /\bLMTP\b|^\S+ Dovecot\b/;

const LHLO: Question = { name: 'LHLO', bytes: Buffer.from('LHLO portreeve.invalid\r\n') };
const QUIT: Question = { name: 'QUIT', bytes: Buffer.from('QUIT\r\n') };

export const lmtp: Check = {
  name: 'lmtp',
  ports: [24],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [LHLO, QUIT],
  source: 'RFC 2033',
  reading:
    '250 to LHLO, which neither SMTP nor FTP knows, proves LMTP. For whom it delivers is told only when mail is handed over, which is not done, so that access stays unknown.',
  recognizes: (bytes) => NAMED.test(parse(bytes)?.text ?? ''),
  async run(conversation) {
    const greeting = parse(await conversation.listen((bytes) => parseReply(bytes) !== undefined));
    if (greeting === undefined) return undefined;
    const reply = await conversation.askFor(LHLO, parseReply);
    // SMTP and FTP do not know LHLO.
    if (reply?.code !== 250) return undefined;
    conversation.sayGoodbye(QUIT);
    const product = /\bDovecot\b|\bCyrus\b/.exec(greeting.text)?.[0] ?? null;
    // It delivers for whom it trusts, and tells only when mail is handed over.
    return { product, version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
