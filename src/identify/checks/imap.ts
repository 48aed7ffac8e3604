import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

/** An untagged greeting: what is needed next, and the text after it. */
export interface ImapGreeting {
  readonly state: 'ok' | 'preauth' | 'bye';
  readonly text: string;
}

/** RFC 9051 section 7.1: `* OK`, `* PREAUTH` (logged in already) or `* BYE`, a space and text. */
export function parse(bytes: Buffer): ImapGreeting | undefined {
  const match = /^\* (OK|PREAUTH|BYE) ([^\r\n]{0,1024})\r?\n/i.exec(bytes.toString('latin1', 0, 2048));
  const state = match?.[1]?.toLowerCase();
  if (state !== 'ok' && state !== 'preauth' && state !== 'bye') return undefined;
  return { state, text: match?.[2] ?? '' };
}

/** The capabilities, upper case, once the tagged answer has arrived; `undefined` for any other answer. */
export function parseCapabilities(bytes: Buffer): ReadonlySet<string> | undefined {
  const text = bytes.toString('latin1');
  if (!/^portreeve1 OK\b/im.test(text)) return undefined;
  const list = /^\* CAPABILITY ([^\r\n]{1,4096})/im.exec(text)?.[1];
  return list === undefined ? undefined : new Set(list.toUpperCase().split(' '));
}

const CAPABILITY: Question = { name: 'CAPABILITY', bytes: Buffer.from('portreeve1 CAPABILITY\r\n') };
const STARTTLS: Question = { name: 'STARTTLS', bytes: Buffer.from('portreeve2 STARTTLS\r\n') };
const LOGOUT: Question = { name: 'LOGOUT', bytes: Buffer.from('portreeve3 LOGOUT\r\n') };

const hasTagged = (bytes: Buffer): boolean => /^portreeve\d [A-Z]{2,3}\b[^\r\n]*\n/im.test(bytes.toString('latin1'));

export const imap: Check = {
  name: 'imap',
  ports: [143, 993],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'server',
  sends: [CAPABILITY, STARTTLS, LOGOUT],
  source: 'RFC 9051, RFC 3501 (IMAP4rev1)',
  reading:
    'PREAUTH in the greeting means that no credentials are needed. Elsewhere nobody reads mail before a login, so that they are required, unless capabilities are not told, or ANONYMOUS is offered, which is not tried: both leave access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async beginTls(conversation) {
    await conversation.listen(hasLine);
    return accepted(await conversation.ask(STARTTLS, hasTagged));
  },
  async run(conversation) {
    const heard = await conversation.listen(hasLine);
    const greeting = parse(heard);
    if (greeting === undefined) return undefined;
    const reply = greeting.state === 'bye' ? Buffer.alloc(0) : await conversation.ask(CAPABILITY, hasTagged);
    const offered = parseCapabilities(reply);
    const insideTls = conversation.tls !== undefined;
    if (offered?.has('STARTTLS') === true && !insideTls) {
      if (accepted(await conversation.ask(STARTTLS, hasTagged))) await conversation.startTls();
    }
    conversation.sayGoodbye(LOGOUT);
    // Dovecot greets with an excuse while its authentication starts, and again when it has.
    const product = productOf(Buffer.concat([heard, reply]).toString('latin1'));
    return {
      product,
      version: null,
      confidence: offered === undefined ? 8 : 10,
      access: accessOf(greeting, offered),
      details: {
        ...(offered === undefined || insideTls ? {} : { 'imap.tls': offered.has('STARTTLS') }),
        ...(offered === undefined ? {} : { 'imap.login_without_tls': !insideTls && !offered.has('LOGINDISABLED') }),
      },
    };
  },
};

/** Nobody reads mail before he has logged in (section 3.1), unless the greeting says that he has; whom ANONYMOUS lets in is not tried. */
function accessOf(greeting: ImapGreeting, offered: ReadonlySet<string> | undefined): Access {
  if (greeting.state === 'preauth') return 'none-required';
  return offered === undefined || offered.has('AUTH=ANONYMOUS') ? 'unknown' : 'required';
}

function productOf(text: string): string | null {
  return (
    /\b(Dovecot|Courier-IMAP|Cyrus IMAP|Microsoft Exchange|Zimbra|MailEnable|hMailServer)\b/i.exec(text)?.[1] ?? null
  );
}

/** The tagged OK of STARTTLS. */
function accepted(answer: Buffer): boolean {
  return /^portreeve2 OK\b/im.test(answer.toString('latin1'));
}
