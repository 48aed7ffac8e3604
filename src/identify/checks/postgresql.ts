import { randomBytes } from 'node:crypto';
import type { Access } from '../../model/service.ts';
import type { Answer, Check } from '../check.ts';
import type { Question } from '../question.ts';
import type { Conversation } from '../conversation.ts';

/** What a server says to a StartupMessage. */
export type PostgresReply =
  | { readonly kind: 'authentication'; readonly method: string }
  | {
      readonly kind: 'error';
      readonly code: string;
      readonly message: string;
      /** Source file that reports the error; absent where the server is none of PostgreSQL's own kind. */
      readonly file?: string | undefined;
    };

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

/** ErrorResponse: fields of a type byte and a zero-terminated text; `C` is the SQLSTATE, `M` the message in the server's language, `F` a source file. */
function parseError(body: Buffer): PostgresReply | undefined {
  const fields = new Map<string, string>();
  for (const field of body.toString('utf8').split('\0')) {
    if (field !== '') fields.set(field.charAt(0), field.slice(1));
  }
  const code = fields.get('C');
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return undefined;
  return { kind: 'error', code, message: fields.get('M') ?? '', file: fields.get('F') };
}

/** StartupMessage of protocol 3.0 (196608): pairs of zero-terminated texts, and a zero. */
export function buildStartup(role: string): Question {
  return {
    name: 'StartupMessage of a random role',
    bytes: startupOf(`user\0${role}\0database\0postgres\0\0`),
    pattern: /^\0\0\0.\0\x03\0\0user\0portreeve-[0-9a-f]{12}\0database\0postgres\0\0$/s,
  };
}

function startupOf(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.writeUInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}

/** PgBouncer refuses parameters that it does not know before anything else; PostgreSQL looks at them after the authentication. */
const UNKNOWN_PARAMETER: Question = {
  name: 'StartupMessage with an unknown parameter',
  bytes: startupOf('user\0portreeve-000000000000\0portreeve\0on\0\0'),
};
const PGBOUNCER_PORT = 6432;

const SSL_REQUEST: Question = { name: 'SSLRequest', bytes: Buffer.from('0000000804d2162f', 'hex') };
const TERMINATE: Question = { name: 'Terminate', bytes: Buffer.from('5800000004', 'hex') };

/** SQLSTATE 28000 has many causes; every translation of the one that rejects this source names the file. */
function accessOf(reply: PostgresReply): Access {
  if (reply.kind === 'authentication') return reply.method === 'trust' ? 'none-required' : 'required';
  // CockroachDB says so of users that do not exist, even where it lets in all others without a password.
  if (reply.code === '28P01') return isCockroach(reply) ? 'unknown' : 'required';
  return reply.code === '28000' && reply.message.includes('pg_hba.conf') ? 'refused-by-acl' : 'unknown';
}

/** PostgreSQL's source files end in `.c`. */
function isCockroach(reply: PostgresReply): boolean {
  return reply.kind === 'error' && reply.file?.endsWith('.go') === true;
}

const PGBOUNCER_ERRORS =
  /^(?:"trust" authentication failed|bouncer config error|no such (?:user|database)\b|unsupported startup parameter\b|client sent partial pkt in startup phase)/;

/** Said to users that PgBouncer does not know. Whether the database behind it trusts as well, nobody knows: access stays open. */
function trusts(reply: PostgresReply): boolean {
  return isPgbouncer(reply) && reply.kind === 'error' && reply.message.startsWith('"trust"');
}

/** Errors of PgBouncer have neither a source file nor a code of their own. */
function isPgbouncer(reply: PostgresReply | undefined): boolean {
  if (reply?.kind !== 'error' || reply.file !== undefined) return false;
  return reply.code === '08P01' && PGBOUNCER_ERRORS.test(reply.message);
}

export const postgresql: Check = {
  name: 'postgresql',
  ports: [5432, 5433, 6432, 26257],
  likelihood: 'occasional',
  effect: 'session',
  speaksFirst: 'client',
  sends: [SSL_REQUEST, buildStartup('portreeve-0123456789ab'), UNKNOWN_PARAMETER, TERMINATE],
  source: 'PostgreSQL documentation, Frontend/Backend Protocol: Message Flow, Message Formats, Error Fields',
  reading:
    'AuthenticationOk for a role that does not exist means trust: no credentials are needed. A request for a password, or its failure (28P01), means that they are, error 28000 with pg_hba.conf that this source is refused. Any other error leaves access unknown, and so does 28P01 of CockroachDB, which says it to unknown users everywhere.',
  recognizes: (bytes) => bytes[0] === 0x45 && parse(bytes)?.kind === 'error',
  async beginTls(conversation) {
    const offer = await conversation.ask(SSL_REQUEST, (bytes) => bytes.length > 0);
    return offer.toString('latin1', 0, 1) === 'S';
  },
  async run(conversation) {
    const answer = await askAccess(conversation);
    if (answer?.product !== 'PostgreSQL' || conversation.port !== PGBOUNCER_PORT) return answer;
    await using fresh = await conversation.again();
    const reply = fresh && (await fresh.askFor(UNKNOWN_PARAMETER, parse));
    return isPgbouncer(reply) ? { ...answer, product: 'PgBouncer' } : answer;
  },
};

async function askAccess(conversation: Conversation): Promise<Answer | undefined> {
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
}

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
  const reply = await conversation.askFor(startup, parse);
  conversation.sayGoodbye(TERMINATE);
  return reply;
}

function answerOf(reply: PostgresReply | undefined, offersTls: boolean): Answer | undefined {
  if (reply === undefined) return undefined;
  const method = reply.kind === 'authentication' ? reply.method : trusts(reply) ? 'trust' : undefined;
  return {
    product: isPgbouncer(reply) ? 'PgBouncer' : isCockroach(reply) ? 'CockroachDB' : 'PostgreSQL',
    version: null,
    confidence: 10,
    access: accessOf(reply),
    details: {
      'postgresql.tls': offersTls,
      ...(method === undefined ? {} : { 'postgresql.auth': method }),
    },
  };
}
