import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';
import { parse as parseReply, type FtpReply } from './ftp.ts';

/** What a mail server offers in its answer to EHLO. */
export interface SmtpExtensions {
  readonly starttls: boolean;
  readonly auth: boolean;
}

/** RFC 5321 section 4.2: a code and text, as in FTP. */
export const parse: (bytes: Buffer) => FtpReply | undefined = parseReply;

/** RFC 5321 section 4.1.1.1: the first line greets, every further one is a keyword; old Outlook wanted `AUTH=` for `AUTH `. */
export function parseEhlo(bytes: Buffer): SmtpExtensions | undefined {
  const reply = parse(bytes);
  if (reply?.code !== 250) return undefined;
  const keywords = reply.text.split('\n').slice(1);
  const offers = (keyword: RegExp): boolean => keywords.some((line) => keyword.test(line));
  return { starttls: offers(/^(?:250[ -])?STARTTLS\s*$/i), auth: offers(/^(?:250[ -])?AUTH[ =]\s*\S/i) };
}

// `.invalid` can be nobody's name (RFC 2606).
const EHLO: Question = { name: 'EHLO', bytes: Buffer.from('EHLO portreeve.invalid\r\n') };
const STARTTLS: Question = { name: 'STARTTLS', bytes: Buffer.from('STARTTLS\r\n') };
const QUIT: Question = { name: 'QUIT', bytes: Buffer.from('QUIT\r\n') };

/** Servers may wait before they greet, to see who talks too early, and look up our name before they answer EHLO. */
const PATIENCE_MS = 5000;

const PRODUCT =
  /\b(Postfix|Exim|Sendmail|OpenSMTPD|Haraka|qmail|MailEnable|hMailServer|IceWarp|Kerio Connect|MDaemon|Lotus Domino|Courier|Microsoft ESMTP MAIL Service|Exchange)\b(?:,? (?:Version: |Release )?v?(\d[\w.]*))?/i;

export const smtp: Check = {
  name: 'smtp',
  ports: [25, 465, 587, 2525],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'server',
  sends: [EHLO, STARTTLS, QUIT],
  source: 'RFC 5321, RFC 3207 (STARTTLS), RFC 4954 (AUTH)',
  reading:
    'The greeting and the answer to EHLO prove SMTP. 554 in place of the greeting means that this source is refused; mail for its own users is taken from everybody, so that any other greeting leaves access unknown.',
  recognizes: (bytes) => saysSmtp(parse(bytes)),
  async beginTls(conversation) {
    await conversation.listen(isReply, PATIENCE_MS);
    await conversation.ask(EHLO, isReply, PATIENCE_MS);
    return parse(await conversation.ask(STARTTLS, isReply))?.code === 220;
  },
  async run(conversation) {
    const greeting = await hear(conversation.listen(isReply, PATIENCE_MS));
    if (greeting === undefined || (greeting.code !== 220 && !saysSmtp(greeting))) return undefined;
    const refused = greeting.code !== 220;
    const bytes = refused ? Buffer.alloc(0) : await conversation.ask(EHLO, isReply, PATIENCE_MS);
    const extensions = parseEhlo(bytes);
    // Who greets as SMTP and does not know EHLO has no extensions.
    const isOld = saysSmtp(greeting) && [500, 502].includes(parse(bytes)?.code ?? 0);
    if (extensions === undefined && !saysSmtp(greeting)) return undefined;
    const insideTls = conversation.tls !== undefined;
    if (extensions?.starttls === true && !insideTls) await startTls(conversation);
    conversation.sayGoodbye(QUIT);
    const known = extensions ?? (isOld ? { starttls: false, auth: false } : undefined);
    return {
      ...productOf(greeting.text),
      confidence: extensions === undefined ? 8 : 10,
      access: accessOf(greeting),
      details: {
        ...(known === undefined || insideTls ? {} : { 'smtp.tls': known.starttls }),
        ...(known === undefined ? {} : { 'smtp.auth_without_tls': known.auth && !insideTls }),
      },
    };
  },
};

function isReply(bytes: Buffer): boolean {
  return parse(bytes) !== undefined;
}

async function hear(bytes: Promise<Buffer>): Promise<FtpReply | undefined> {
  return parse(await bytes);
}

/** A greeting, or a refusal to serve at all (RFC 5321 section 3.1: 554), that names its protocol. */
function saysSmtp(reply: FtpReply | undefined): boolean {
  return reply !== undefined && [220, 421, 554].includes(reply.code) && /\bE?SMTP\b/i.test(reply.text);
}

async function startTls(conversation: Conversation): Promise<void> {
  if (parse(await conversation.ask(STARTTLS, isReply))?.code === 220) await conversation.startTls();
}

/** Mail for its own users is taken from everybody, so that a greeting proves nothing; a 554 in its place turns this host away. */
function accessOf(greeting: FtpReply): Access {
  return greeting.code === 554 ? 'refused-by-acl' : 'unknown';
}

function productOf(greeting: string): { product: string | null; version: string | null } {
  const match = PRODUCT.exec(greeting.slice(0, 1024));
  if (match?.[1] === undefined) return { product: null, version: null };
  return { product: printable(match[1], 80), version: match[2] === undefined ? null : printable(match[2], 80) };
}
