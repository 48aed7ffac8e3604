import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

/** RFC 1939 section 3: `+OK` or `-ERR`, and text. */
export interface Pop3Reply {
  readonly ok: boolean;
  readonly text: string;
}

/** The first line of a reply. */
export function parse(bytes: Buffer): Pop3Reply | undefined {
  const match = /^(\+OK|-ERR)(?: ([^\r\n]{0,512}))?\r?\n/.exec(bytes.toString('latin1', 0, 600));
  return match === null ? undefined : { ok: match[1] === '+OK', text: match[2] ?? '' };
}

/** RFC 2449: `+OK`, a capability a line, and a dot; the capabilities upper case, each with its arguments. */
export function parseCapabilities(bytes: Buffer): readonly string[] | undefined {
  const lines = bytes.toString('latin1').split(/\r?\n/);
  const end = lines.indexOf('.');
  return lines[0]?.startsWith('+OK') === true && end > 0
    ? lines.slice(1, end).map((line) => line.trim().toUpperCase())
    : undefined;
}

const CAPA: Question = { name: 'CAPA', bytes: Buffer.from('CAPA\r\n') };
const STLS: Question = { name: 'STLS', bytes: Buffer.from('STLS\r\n') };
const QUIT: Question = { name: 'QUIT', bytes: Buffer.from('QUIT\r\n') };

const isAnswered = (bytes: Buffer): boolean => parse(bytes)?.ok === false || parseCapabilities(bytes) !== undefined;

export const pop3: Check = {
  name: 'pop3',
  ports: [110, 995],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'server',
  sends: [CAPA, STLS, QUIT],
  source: 'RFC 1939, RFC 2449 (CAPA), RFC 2595 (STLS)',
  reading:
    'The greeting and the answer to CAPA prove POP3. Nobody reads mail before a login, so that credentials are required, unless capabilities are not told, or ANONYMOUS is offered, which is not tried: both leave access unknown.',
  recognizes: (bytes) => isTelling(parse(bytes)),
  async beginTls(conversation) {
    await conversation.listen(hasLine);
    return parse(await conversation.ask(STLS, hasLine))?.ok === true;
  },
  async run(conversation) {
    const greeting = parse(await conversation.listen(hasLine));
    if (greeting?.ok !== true) return undefined;
    const reply = await conversation.ask(CAPA, isAnswered);
    const offered = parseCapabilities(reply);
    // CAPA is an extension; without it only the greeting can tell.
    if (offered === undefined && !(parse(reply)?.ok === false && isTelling(greeting))) return undefined;
    const insideTls = conversation.tls !== undefined;
    if (offered?.includes('STLS') === true && !insideTls) {
      if (parse(await conversation.ask(STLS, hasLine))?.ok === true) await conversation.startTls();
    }
    conversation.sayGoodbye(QUIT);
    return {
      product: productOf(`${greeting.text} ${offered?.find((line) => line.startsWith('IMPLEMENTATION')) ?? ''}`),
      version: null,
      confidence: offered === undefined ? 8 : 10,
      access: accessOf(offered),
      details: {
        ...(offered === undefined || insideTls ? {} : { 'pop3.tls': offered.includes('STLS') }),
        ...(offered === undefined ? {} : { 'pop3.login_without_tls': !insideTls && takesPasswords(offered) }),
      },
    };
  },
};

/** `+OK` alone is what others say, too: a time stamp for APOP, or words that only a mail server has. */
function isTelling(greeting: Pop3Reply | undefined): boolean {
  return greeting?.ok === true && /\bPOP-?3?\b|<[^<>]{1,256}@[^<>]{1,256}>|^Dovecot\b/i.test(greeting.text);
}

/** Nobody reads mail before he has logged in; whom ANONYMOUS lets in is not tried. */
function accessOf(offered: readonly string[] | undefined): Access {
  const mechanisms = offered?.find((line) => line.startsWith('SASL')) ?? '';
  return offered === undefined || /\bANONYMOUS\b/.test(mechanisms) ? 'unknown' : 'required';
}

/** USER, or a mechanism that sends the password as it is. */
function takesPasswords(offered: readonly string[]): boolean {
  return offered.some((line) => line === 'USER' || /^SASL\b.*\b(?:PLAIN|LOGIN)\b/.test(line));
}

function productOf(text: string): string | null {
  return (
    /\b(Dovecot|Courier|Cyrus POP3|QPOP|Microsoft Exchange|Microsoft Windows POP3|Zimbra|MailEnable|hMailServer)\b/i.exec(
      text,
    )?.[1] ?? null
  );
}
