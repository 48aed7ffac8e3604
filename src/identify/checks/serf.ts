import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import { decodeMsgpack } from '../msgpack.ts';
import type { Question } from '../question.ts';

/** A response header: which question it answers, and the error, empty where there is none. */
export interface SerfHeader {
  readonly sequence: number;
  readonly error: string;
}

/** Serf's agent RPC: a MessagePack map of two, `Error` and `Seq`, in either order. */
export function parse(bytes: Buffer): SerfHeader | undefined {
  const [header] = bytes[0] === 0x82 ? (decodeMsgpack(bytes.subarray(0, LONGEST), 1) ?? []) : [];
  if (!(header instanceof Map)) return undefined;
  const [sequence, error]: readonly unknown[] = [header.get('Seq'), header.get('Error')];
  return typeof sequence === 'number' && typeof error === 'string' ? { sequence, error } : undefined;
}

const LONGEST = 512;

function command(name: string, sequence: number, body: string): Buffer {
  const text = `\x82\xa7Command${String.fromCharCode(0xa0 + name.length)}${name}\xa3Seq${String.fromCharCode(sequence)}${body}`;
  return Buffer.from(text, 'latin1');
}

const HANDSHAKE: Question = { name: 'handshake', bytes: command('handshake', 0, '\x81\xa7Version\x01') };
const STATS: Question = { name: 'stats', bytes: command('stats', 1, '') };

export const serf: Check = {
  name: 'serf',
  ports: [7373],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [HANDSHAKE, STATS],
  source: 'Serf documentation, "RPC Protocol": handshake, auth, stats; MessagePack specification',
  reading:
    "The answer to the handshake proves Serf. Statistics mean that no credentials are needed, 'Authentication required' that they are; any other error leaves access unknown.",
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const greeting = await conversation.askFor(HANDSHAKE, parse);
    if (greeting?.sequence !== 0) return undefined;
    const reply = greeting.error === '' ? await conversation.askFor(STATS, parse) : undefined;
    return { product: null, version: null, confidence: 10, access: accessOf(reply), details: {} };
  },
};

function accessOf(reply: SerfHeader | undefined): Access {
  if (reply?.sequence !== 1) return 'unknown';
  if (reply.error === '') return 'none-required';
  return reply.error === 'Authentication required' ? 'required' : 'unknown';
}
