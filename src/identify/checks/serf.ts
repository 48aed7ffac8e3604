import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A response header: which question it answers, and the error, empty where there is none. */
export interface SerfHeader {
  readonly sequence: number;
  readonly error: string;
}

/** Serf's agent RPC: a MessagePack map of two, `Error` and `Seq`, in either order. */
export function parse(bytes: Buffer): SerfHeader | undefined {
  const text = bytes.toString('latin1', 0, 512);
  const match = /^\x82(?:\xa5Error([\xa0-\xbf]|\xd9.|\xda..)|\xa3Seq([\0-\x7f]))/s.exec(text);
  if (match === null) return undefined;
  if (match[2] !== undefined) {
    const error = errorAt(text, match[0].length + 6);
    return text.startsWith('\xa5Error', match[0].length) && error !== undefined
      ? { sequence: match[2].charCodeAt(0), error }
      : undefined;
  }
  const error = errorAt(text, 7);
  if (error === undefined) return undefined;
  const at = 7 + (match[1]?.length ?? 1) + error.length;
  const sequence = text.charCodeAt(at + 4);
  return text.startsWith('\xa3Seq', at) && sequence < 0x80 ? { sequence, error } : undefined;
}

/** A string: fixstr, str 8 or str 16; `undefined` where it is cut. */
function errorAt(text: string, at: number): string | undefined {
  const kind = text.charCodeAt(at);
  const [head, length] =
    kind === 0xd9
      ? [2, text.charCodeAt(at + 1)]
      : kind === 0xda
        ? [3, text.charCodeAt(at + 1) * 256 + text.charCodeAt(at + 2)]
        : [1, kind >= 0xa0 && kind <= 0xbf ? kind - 0xa0 : NaN];
  const error = text.slice(at + head, at + head + length);
  return error.length === length ? error : undefined;
}

function command(name: string, sequence: number, body: string): Buffer {
  const head = Buffer.concat([
    Buffer.from([0x82, 0xa7]),
    Buffer.from('Command'),
    Buffer.from([0xa0 + name.length]),
    Buffer.from(name),
  ]);
  return Buffer.concat([
    head,
    Buffer.from([0xa3]),
    Buffer.from('Seq'),
    Buffer.from([sequence]),
    Buffer.from(body, 'latin1'),
  ]);
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
    const greeting = parse(await conversation.ask(HANDSHAKE, isWhole));
    if (greeting?.sequence !== 0) return undefined;
    const reply = greeting.error === '' ? parse(await conversation.ask(STATS, isWhole)) : undefined;
    return { product: null, version: null, confidence: 10, access: accessOf(reply), details: {} };
  },
};

function isWhole(bytes: Buffer): boolean {
  return parse(bytes) !== undefined;
}

function accessOf(reply: SerfHeader | undefined): Access {
  if (reply?.sequence !== 1) return 'unknown';
  if (reply.error === '') return 'none-required';
  return reply.error === 'Authentication required' ? 'required' : 'unknown';
}
