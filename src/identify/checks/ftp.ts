import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Answer, Check } from '../check.ts';
import type { Question } from '../question.ts';
import type { Conversation } from '../conversation.ts';
import { splitProduct, type ProductVersion } from '../split-product.ts';

/** One complete reply (RFC 959 section 4.2): code and text, continuation lines joined by line feeds. */
export interface FtpReply {
  readonly code: number;
  readonly text: string;
}

/** The first complete reply, `undefined` while the last line of it has not arrived. */
export function parse(bytes: Buffer): FtpReply | undefined {
  const text = bytes.toString('latin1');
  const code = /^([1-5]\d\d)[ -]/.exec(text)?.[1];
  if (code === undefined) return undefined;
  let offset = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', offset)) {
    const line = text.slice(offset, end);
    offset = end + 1;
    if (line.startsWith(`${code} `)) return { code: Number(code), text: text.slice(4, end).trimEnd() };
  }
  return undefined;
}

// `audit@invalid` is the e-mail address that anonymous FTP asks for as password (RFC 1635); .invalid can be nobody's (RFC 2606).
const FEAT: Question = { name: 'FEAT', bytes: Buffer.from('FEAT\r\n') };
const AUTH_TLS: Question = { name: 'AUTH TLS', bytes: Buffer.from('AUTH TLS\r\n') };
const USER: Question = { name: 'USER anonymous', bytes: Buffer.from('USER anonymous\r\n') };
const PASS: Question = { name: 'PASS audit@invalid', bytes: Buffer.from('PASS audit@invalid\r\n') };
const QUIT: Question = { name: 'QUIT', bytes: Buffer.from('QUIT\r\n') };

/** A refusal is delayed on purpose, by some seconds (PAM, vsftpd's `delay_failed_login`). */
const LOGIN_MS = 5000;

/** Others who greet with `220`: SMTP, LMTP (of Dovecot, which does not say so), and VMware's console service, for which USER would be a login. */
const NOT_FTP = /\b(?:E?SMTP|LMTP|Dovecot)\b|VMware Authentication Daemon/i;

export const ftp: Check = {
  name: 'ftp',
  ports: [21, 990, 2121],
  likelihood: 'common',
  effect: 'session',
  speaksFirst: 'server',
  sends: [FEAT, USER, PASS, AUTH_TLS, QUIT],
  source: 'RFC 959, RFC 1635 (anonymous), RFC 2389 (FEAT), RFC 4217 (AUTH TLS)',
  reading:
    '230 to the user anonymous means that no credentials are needed, 530 and 332 that they are. A refusal for want of TLS is asked again inside; every other reply, such as 421, leaves access unknown.',
  recognizes: (bytes) => isGreeting(parse(bytes)),
  beginTls,
  async run(conversation) {
    const greeting = await conversation.listenFor(parse);
    if (greeting === undefined || !isGreeting(greeting)) return undefined;
    const named = productOf(greeting.text);
    if (greeting.code !== 220) return { ...named, confidence: 8, access: 'unknown', details: {} };
    const answer = await askAnonymous(conversation, /ftp/i.test(greeting.text));
    conversation.sayGoodbye(QUIT);
    return answer === undefined ? undefined : { ...named, ...answer };
  },
};

function isGreeting(reply: FtpReply | undefined): boolean {
  if (reply === undefined) return false;
  if (reply.code === 220) return !NOT_FTP.test(reply.text);
  // vsftpd's `500 OOPS`, or `421 ... FTP ...`: a server in trouble.
  return (reply.code === 500 && reply.text.startsWith('OOPS:')) || (reply.code === 421 && /\bftp/i.test(reply.text));
}

async function askAnonymous(
  conversation: Conversation,
  saysFtp: boolean,
): Promise<Omit<Answer, 'product' | 'version'> | undefined> {
  const features = await conversation.askFor(FEAT, parse);
  const listed = features?.code === 211;
  const offersTls = listed && /^\s*AUTH\s+(?:TLS|SSL)/im.test(features.text);
  const plain = await logIn(conversation);
  // 530 proves FTP only together with another sign: SMTP servers may answer it to everything before STARTTLS.
  const proven = listed || plain.known || (saysFtp && plain.reply?.code === 530);
  if (!proven && !saysFtp) return undefined;
  const reply = wantsTls(plain.reply) ? await logInInsideTls(conversation, offersTls) : plain.reply;
  const anonymous = accessOf(reply?.code);
  return {
    confidence: proven ? 10 : 8,
    access: anonymous,
    details: {
      ...(anonymous === 'unknown' ? {} : { 'ftp.anonymous': anonymous === 'none-required' }),
      ...(listed ? { 'ftp.tls': offersTls } : {}),
    },
  };
}

/** RFC 4217 section 4. */
async function beginTls(conversation: Conversation): Promise<boolean> {
  await conversation.listenFor(parse);
  return (await conversation.askFor(AUTH_TLS, parse))?.code === 234;
}

interface Login {
  /** The last reply. */
  readonly reply: FtpReply | undefined;
  /** Whether USER was answered as only FTP does. */
  readonly known: boolean;
}

async function logIn(conversation: Conversation): Promise<Login> {
  const user = await conversation.askFor(USER, parse);
  if (user?.code !== 331) return { reply: user, known: user?.code === 230 };
  return { reply: await conversation.askFor(PASS, parse, LOGIN_MS), known: true };
}

/** Servers that let nobody in without TLS refuse by 421, 522, 530, 534 or 550, and only their words say why. */
function wantsTls(reply: FtpReply | undefined): boolean {
  return reply !== undefined && reply.code >= 400 && /\b(?:TLS|SSL|encrypt|cleartext)/i.test(reply.text);
}

/** A refusal for want of TLS says nothing about who is let in, and often ends the connection: the login is asked again inside (RFC 4217). */
async function logInInsideTls(conversation: Conversation, offersTls: boolean): Promise<FtpReply | undefined> {
  if (!offersTls || conversation.tls !== undefined) return undefined;
  await using fresh = await conversation.again();
  if (fresh === undefined) return undefined;
  if (!(await beginTls(fresh)) || !(await fresh.startTls())) return undefined;
  const { reply } = await logIn(fresh);
  fresh.sayGoodbye(QUIT);
  return wantsTls(reply) ? undefined : reply;
}

/** 230 logged in, 530 not logged in, 332 account wanted; everything else (421, 500, silence) says nothing about access. */
function accessOf(code: number | undefined): Access {
  if (code === 230) return 'none-required';
  return code === 530 || code === 332 ? 'required' : 'unknown';
}

/** Products name themselves in the greeting as they like: `(vsFTPd 3.0.3)`, `ProFTPD 1.3.8 Server`, `Pure-FTPd`. */
function productOf(greeting: string): ProductVersion | { readonly product: null; readonly version: null } {
  const match =
    /\b(vsFTPd|ProFTPD|Pure-FTPd|FileZilla Server|Serv-U FTP Server|Microsoft FTP Service)\b(?: v?(\d[\w.]*))?/.exec(
      greeting,
    );
  if (match?.[1] === undefined) return { product: null, version: null };
  return splitProduct(printable([match[1], match[2]].filter((part) => part !== undefined).join(' '), 80), / /);
}
