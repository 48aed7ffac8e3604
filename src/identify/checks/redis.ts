import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

/** The first reply of a Redis server: a simple string, an error with its code, or a bulk string. */
export type RedisReply =
  | { readonly kind: 'pong' }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'bulk'; readonly text: string };

/** RESP (Redis serialization protocol specification): `+text`, `-CODE text`, `$length`; only replies that other protocols do not give. */
export function parse(bytes: Buffer): RedisReply | undefined {
  const text = bytes.toString('latin1');
  if (text.startsWith('+PONG\r\n')) return { kind: 'pong' };
  const error = /^-([A-Z]{2,16}) [^\r\n]*\r\n/.exec(text)?.[1];
  if (error !== undefined) return { kind: 'error', code: error };
  const bulk = /^\$(\d{1,6})\r\n/.exec(text);
  if (bulk?.[1] === undefined) return undefined;
  const body = text.slice(bulk[0].length, bulk[0].length + Number(bulk[1]));
  return body.length === Number(bulk[1]) ? { kind: 'bulk', text: body } : undefined;
}

/** The lines of INFO that say who answers. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const match of text.matchAll(/^([a-z_]{1,64}):([^\r\n]{0,256})\r?$/gm))
    fields.set(match[1] ?? '', match[2] ?? '');
  return fields;
}

const PING: Question = { name: 'PING', bytes: Buffer.from('*1\r\n$4\r\nPING\r\n') };
const INFO: Question = { name: 'INFO server', bytes: Buffer.from('*2\r\n$4\r\nINFO\r\n$6\r\nserver\r\n') };

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

function accessOf(reply: RedisReply | undefined): Access | undefined {
  if (reply?.kind === 'pong') return 'none-required';
  return reply?.kind === 'error' ? ACCESS_BY_ERROR[reply.code] : undefined;
}

export const redis: Check = {
  name: 'redis',
  ports: [6379, 6380, 26379],
  effect: 'none',
  speaksFirst: 'client',
  sends: [PING, INFO],
  source: 'Redis serialization protocol specification; redis.io/commands PING, INFO',
  recognizes: (bytes) =>
    accessOf(parse(bytes)) !== undefined ||
    /^-ERR (?:unknown command|wrong number of arguments)/.test(bytes.toString('latin1', 0, 64)),
  async run(conversation) {
    const access = accessOf(parse(await conversation.ask(PING, hasLine)));
    if (access === undefined) return undefined;
    if (access !== 'none-required') return { product: null, version: null, confidence: 10, access, details: {} };
    const reply = parse(await conversation.ask(INFO, (bytes) => parse(bytes) !== undefined));
    // An ACL may forbid INFO to the user who was allowed to PING.
    const info = parseInfo(reply?.kind === 'bulk' ? reply.text : '');
    const mode = info.get('redis_mode');
    return {
      ...productOf(info),
      confidence: 10,
      access,
      details: mode === undefined ? {} : { 'redis.mode': printable(mode, 32) },
    };
  },
};

/** Valkey keeps `redis_version` for compatibility and tells its own beside it. */
function productOf(info: ReadonlyMap<string, string>): { product: string | null; version: string | null } {
  const valkey = info.get('valkey_version');
  const version = valkey ?? info.get('redis_version');
  if (version === undefined) return { product: null, version: null };
  return { product: valkey === undefined ? 'Redis' : 'Valkey', version: printable(version, 80) };
}
