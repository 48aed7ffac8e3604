import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Answer, Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

/** A reply of a Redis server: PONG, an error with its code, an integer, or a bulk string. */
export type RedisReply =
  | { readonly kind: 'pong' }
  | { readonly kind: 'error'; readonly code: string; readonly unknownCommand: boolean }
  | { readonly kind: 'integer' }
  | { readonly kind: 'bulk'; readonly text: string };

const UNKNOWN_COMMAND = /^-ERR unknown command\b/;

/** RESP (Redis serialization protocol specification): `+text`, `-CODE text`, `:number`, `$length`; only replies that other protocols do not give. */
export function parse(bytes: Buffer): RedisReply | undefined {
  const text = bytes.toString('latin1');
  if (text.startsWith('+PONG\r\n')) return { kind: 'pong' };
  const error = /^-([A-Z]{2,16}) [^\r\n]*\r\n/.exec(text)?.[1];
  if (error !== undefined) return { kind: 'error', code: error, unknownCommand: UNKNOWN_COMMAND.test(text) };
  if (/^:\d{1,19}\r\n/.test(text)) return { kind: 'integer' };
  const bulk = /^\$(\d{1,6})\r\n/.exec(text);
  if (bulk?.[1] === undefined) return undefined;
  const body = text.slice(bulk[0].length, bulk[0].length + Number(bulk[1]));
  return body.length === Number(bulk[1]) ? { kind: 'bulk', text: body } : undefined;
}

/** The lines of INFO that say who answers. */
export function parseInfo(bytes: Buffer): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const match of bytes.toString('latin1').matchAll(/^([a-z_]{1,64}):([^\r\n]{0,256})\r?$/gm))
    fields.set(match[1] ?? '', match[2] ?? '');
  return fields;
}

const PING: Question = { name: 'PING', bytes: Buffer.from('*1\r\n$4\r\nPING\r\n') };
const INFO: Question = { name: 'INFO server', bytes: Buffer.from('*2\r\n$4\r\nINFO\r\n$6\r\nserver\r\n') };

/** Reads nothing and writes nothing, yet needs what every command on data needs. */
const EXISTS: Question = {
  name: 'EXISTS of a key that nobody has',
  bytes: Buffer.from('*2\r\n$6\r\nEXISTS\r\n$21\r\nportreeve-no-such-key\r\n'),
};

/** Error codes of a server that wants a password, and of one that refuses this source or its default user. */
const ACCESS_BY_ERROR: Readonly<Record<string, Access>> = {
  NOAUTH: 'required',
  WRONGPASS: 'refused-by-acl',
  DENIED: 'refused-by-acl',
  NOPERM: 'refused-by-acl',
  LOADING: 'unknown',
  MASTERDOWN: 'unknown',
  BUSY: 'unknown',
};

/** Errors of a cluster about where the key lives, which nobody is told before he may ask. */
const CLUSTER_ERRORS: ReadonlySet<string> = new Set(['MOVED', 'ASK', 'CLUSTERDOWN', 'TRYAGAIN']);

function refusalOf(reply: RedisReply | undefined): Access | undefined {
  return reply?.kind === 'error' ? ACCESS_BY_ERROR[reply.code] : undefined;
}

function isUnknownCommand(reply: RedisReply | undefined): boolean {
  return reply?.kind === 'error' && reply.unknownCommand;
}

export const redis: Check = {
  name: 'redis',
  ports: [6379, 6380, 26379],
  likelihood: 'common',
  effect: 'none',
  speaksFirst: 'client',
  sends: [PING, INFO, EXISTS],
  source: 'Redis serialization protocol specification; redis.io/commands PING, INFO, EXISTS',
  reading:
    'INFO that names a version, or a key that can be asked for, means that no credentials are needed, NOAUTH that they are; WRONGPASS, DENIED and NOPERM mean that this source or the default user is refused. PONG alone proves no access to data: with a refusal of everything else behind it access stays unknown.',
  recognizes: (bytes) => {
    const reply = parse(bytes);
    if (reply?.kind === 'pong' || refusalOf(reply) !== undefined) return true;
    return /^-ERR (?:unknown command|wrong number of arguments)/.test(bytes.toString('latin1', 0, 64));
  },
  async run(conversation) {
    const ping = parse(await conversation.ask(PING, hasLine));
    const refusal = refusalOf(ping);
    if (refusal !== undefined) return bareAnswer(10, refusal);
    // PING may be renamed (`rename-command`); then others must prove that this is Redis.
    if (ping?.kind !== 'pong' && !isUnknownCommand(ping)) return undefined;
    const reply = await conversation.askFor(INFO, parse);
    const info = parseInfo(Buffer.from(reply?.kind === 'bulk' ? reply.text : '', 'latin1'));
    if (productOf(info).product === null) return askForData(conversation, ping?.kind === 'pong');
    const mode = info.get('redis_mode');
    return {
      ...productOf(info),
      confidence: 10,
      access: 'none-required',
      details: mode === undefined ? {} : { 'redis.mode': printable(mode, 32) },
    };
  },
};

function bareAnswer(confidence: Answer['confidence'], access: Access): Answer {
  return { product: null, version: null, confidence, access, details: {} };
}

/**
 * PONG alone proves no access to data: an ACL may allow the default user PING and nothing else, for health checks. And where INFO is forbidden or
 * renamed, all data may be free nevertheless. Proxies hang up on INFO, hence the fresh connection.
 */
async function askForData(conversation: Conversation, ponged: boolean): Promise<Answer | undefined> {
  await using fresh = conversation.end === undefined ? undefined : await conversation.again();
  const reply = await (fresh ?? conversation).askFor(EXISTS, parse);
  if (reply?.kind === 'integer' || (reply?.kind === 'error' && CLUSTER_ERRORS.has(reply.code))) {
    return bareAnswer(10, 'none-required');
  }
  const refusal = refusalOf(reply);
  // Of a user who may PING it is not known what else he may.
  if (refusal !== undefined) return bareAnswer(10, ponged && refusal === 'refused-by-acl' ? 'unknown' : refusal);
  return ponged ? bareAnswer(isUnknownCommand(reply) ? 10 : 8, 'unknown') : undefined;
}

/** Who keeps `redis_version` for compatibility tells its own version beside it. */
const PRODUCT_BY_FIELD = {
  valkey_version: 'Valkey',
  dragonfly_version: 'Dragonfly',
  kvrocks_version: 'Kvrocks',
  garnet_version: 'Garnet',
  redict_version: 'Redict',
  pika_version: 'Pika',
} as const;

function productOf(info: ReadonlyMap<string, string>): { product: string | null; version: string | null } {
  for (const [field, product] of Object.entries(PRODUCT_BY_FIELD)) {
    const own = info.get(field);
    // Dragonfly writes `df-v1.12.1`.
    if (own !== undefined) return { product, version: printable(own.replace(/^(?:df-)?v(?=\d)/, ''), 80) };
  }
  const version = info.get('redis_version');
  if (version === undefined) return { product: null, version: null };
  // KeyDB has no field of its own, yet tells which program runs.
  const isKeydb = /\/keydb-(?:server|sentinel)$/.test(info.get('executable') ?? '');
  return { product: isKeydb ? 'KeyDB' : 'Redis', version: printable(version, 80) };
}
