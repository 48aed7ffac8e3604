import { randomBytes } from 'node:crypto';
import type { Access } from '../../model/service.ts';
import type { Answer, Check } from '../check.ts';
import type { Question } from '../question.ts';
import type { Conversation } from '../conversation.ts';

/** What a server says to a StartupMessage. */
export type PostgresReply =
  | { readonly kind: 'authentication'; readonly method: string }
  | { readonly kind: 'error'; readonly code: string; readonly message: string };

// Authentication messages, PostgreSQL documentation "Message Formats"; 0 is AuthenticationOk.
const METHODS: Readonly<Record<number, string>> = {
  0: 'trust',
  3: 'password',
  5: 'md5',
  7: 'gss',
  9: 'sspi',
  10: 'scram-sha-256',
};

/** PostgreSQL protocol 3.0: the first message is `R` (authentication) or `E` (error), an Int32 length, and its body. */
export function parse(bytes: Buffer): PostgresReply | undefined {
  if (bytes.length < 9) return undefined;
  const length = bytes.readUInt32BE(1);
  if (length < 8 || length > 30_000 || bytes.length < length + 1) return undefined;
  const body = bytes.subarray(5, length + 1);
  if (bytes[0] === 0x52) {
    const method = METHODS[body.readUInt32BE(0)];
    return method === undefined ? undefined : { kind: 'authentication', method };
  }
  return bytes[0] === 0x45 ? parseError(body) : undefined;
}

/** ErrorResponse: fields of a type byte and a zero-terminated text; `C` is the SQLSTATE, `M` the message in the server's language. */
function parseError(body: Buffer): PostgresReply | undefined {
  const fields = new Map<string, string>();
  for (const field of body.toString('utf8').split('\0')) {
    if (field !== '') fields.set(field.charAt(0), field.slice(1));
  }
  const code = fields.get('C');
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return undefined;
  return { kind: 'error', code, message: fields.get('M') ?? '' };
}

/** StartupMessage of protocol 3.0 (196608): pairs of zero-terminated texts, and a zero. */
export function buildStartup(role: string): Question {
  const body = Buffer.from(`user\0${role}\0database\0postgres\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.writeUInt32BE(196_608, 4);
  return {
    name: 'StartupMessage of a random role',
    bytes: Buffer.concat([head, body]),
    pattern: /^\0\0\0.\0\x03\0\0user\0portreeve-[0-9a-f]{12}\0database\0postgres\0\0$/s,
  };
}

const SSL_REQUEST: Question = { name: 'SSLRequest', bytes: Buffer.from('0000000804d2162f', 'hex') };
const TERMINATE: Question = { name: 'Terminate', bytes: Buffer.from('5800000004', 'hex') };

/** SQLSTATE 28000 has many causes; every translation of the one that rejects this source names the file. */
function accessOf(reply: PostgresReply): Access {
  if (reply.kind === 'authentication') return reply.method === 'trust' ? 'none-required' : 'required';
  if (reply.code === '28P01') return 'required';
  return reply.code === '28000' && reply.message.includes('pg_hba.conf') ? 'refused-by-acl' : 'unknown';
}

export const postgresql: Check = {
  name: 'postgresql',
  ports: [5432, 5433, 6432, 26257],
  likelihood: 'occasional',
  effect: 'session',
  speaksFirst: 'client',
  sends: [SSL_REQUEST, buildStartup('portreeve-0123456789ab'), TERMINATE],
  source: 'PostgreSQL documentation, Frontend/Backend Protocol: Message Flow, Message Formats, Error Fields',
  reading:
    'AuthenticationOk for a role that does not exist means trust: no credentials are needed. A request for a password means that they are, error 28000 that pg_hba.conf refuses this source.',
  recognizes: (bytes) => bytes[0] === 0x45 && parse(bytes)?.kind === 'error',
  async beginTls(conversation) {
    const offer = await conversation.ask(SSL_REQUEST, (bytes) => bytes.length > 0);
    return offer.toString('latin1', 0, 1) === 'S';
  },
  async run(conversation) {
    const offer = await conversation.ask(SSL_REQUEST, (bytes) => bytes.length > 0);
    const letter = offer.toString('latin1', 0, 1);
    // An ErrorResponse to SSLRequest comes from servers without TLS support at all, and from those that are full.
    if (letter !== 'S' && letter !== 'N' && parse(offer)?.kind !== 'error') return undefined;
    if (letter === 'N') return answerOf(await askStartup(conversation), false);
    if (letter === 'S' && (await conversation.startTls())) {
      const reply = await askStartup(conversation);
      if (reply !== undefined && accessOf(reply) === 'none-required') return answerOf(reply, true);
      // pg_hba.conf may treat connections without TLS differently (hostnossl), in either direction.
      return answerOf(moreOpen(reply, await askWithoutTls(conversation)), true);
    }
    return answerOf(await askWithoutTls(conversation), letter === 'S');
  },
};

const OPENNESS: Readonly<Record<Access, number>> = { 'refused-by-acl': 0, unknown: 1, required: 2, 'none-required': 3 };

/** Of two ways in the one that asks for less; the first where they ask the same. */
function moreOpen(first: PostgresReply | undefined, second: PostgresReply | undefined): PostgresReply | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return OPENNESS[accessOf(second)] > OPENNESS[accessOf(first)] ? second : first;
}

async function askWithoutTls(conversation: Conversation): Promise<PostgresReply | undefined> {
  await using plain = await conversation.again();
  return plain === undefined ? undefined : await askStartup(plain);
}

/** The role does not exist anywhere, so that no real account is tried; the answer comes before any password would be sent. */
async function askStartup(conversation: Conversation): Promise<PostgresReply | undefined> {
  const startup = buildStartup(`portreeve-${randomBytes(6).toString('hex')}`);
  const reply = parse(await conversation.ask(startup, (bytes) => parse(bytes) !== undefined));
  conversation.sayGoodbye(TERMINATE);
  return reply;
}

function answerOf(reply: PostgresReply | undefined, offersTls: boolean): Answer | undefined {
  if (reply === undefined) return undefined;
  return {
    product: 'PostgreSQL',
    version: null,
    confidence: 10,
    access: accessOf(reply),
    details: {
      'postgresql.tls': offersTls,
      ...(reply.kind === 'authentication' ? { 'postgresql.auth': reply.method } : {}),
    },
  };
}
