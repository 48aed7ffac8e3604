import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a server says: to drivers, which version it is, or that it does not understand them; to its kind, by itself, which version it is. */
export type RethinkdbReply =
  | { readonly kind: 'driver'; readonly version: string }
  | { readonly kind: 'complaint' }
  | { readonly kind: 'cluster'; readonly version: string };

/** RethinkDB "Writing drivers": JSON up to a zero. The complaint and the greeting between servers are lines of text. */
export function parse(bytes: Buffer): RethinkdbReply | undefined {
  const text = bytes.toString('latin1', 0, 1024);
  if (/^ERROR: [^\0]{0,200}RethinkDB (?:client driver|queries)/.test(text)) return { kind: 'complaint' };
  const cluster = /^RethinkDB (\d[\w.~-]{0,60}) cluster\n/.exec(text)?.[1];
  if (cluster !== undefined) return { kind: 'cluster', version: cluster };
  const end = text.indexOf('\0');
  const version = end < 0 ? undefined : versionOf(text.slice(0, end));
  return version === undefined ? undefined : { kind: 'driver', version };
}

function versionOf(text: string): string | undefined {
  try {
    const reply: unknown = JSON.parse(text);
    if (typeof reply !== 'object' || reply === null || !('max_protocol_version' in reply)) return undefined;
    return 'server_version' in reply && typeof reply.server_version === 'string' ? reply.server_version : undefined;
  } catch {
    return undefined;
  }
}

/** V1_0, the magic number of the handshake since 2.3. */
const MAGIC: Question = { name: 'magic number V1_0', bytes: Buffer.from('c3bdc234', 'hex') };

export const rethinkdb: Check = {
  name: 'rethinkdb',
  ports: [28015, 29015],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [MAGIC],
  source: 'RethinkDB documentation: Writing RethinkDB drivers, Handshake',
  reading:
    'The answer to the handshake, the greeting among servers, or a complaint about drivers proves RethinkDB. Whether admin has a password only a login as admin would tell, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const greeting = parse(await conversation.overhear((bytes) => bytes.length > 0, 0));
    const isCluster = greeting?.kind === 'cluster';
    const reply = isCluster ? greeting : await conversation.askFor(MAGIC, parse);
    if (reply === undefined) return undefined;
    return {
      product: 'RethinkDB',
      version: reply.kind === 'complaint' ? null : printable(reply.version, 80),
      confidence: reply.kind === 'driver' ? 10 : 8,
      // Whether `admin` has a password only a login as `admin` would tell.
      access: 'unknown',
      details: {},
    };
  },
};
