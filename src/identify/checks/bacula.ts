import { randomBytes } from 'node:crypto';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** How a daemon takes a director's greeting. */
export type BaculaReply = 'unknown-director' | 'challenge' | 'refused';

/** Bacula developer's guide, "TCP/IP Network Protocol": a length (signed, big endian) and a text. */
export function parse(bytes: Buffer): BaculaReply | undefined {
  if (bytes.length < 5) return undefined;
  const length = bytes.readInt32BE(0);
  if (length < 4 || length > 1000 || bytes.length < length + 4) return undefined;
  const text = bytes.toString('latin1', 4, length + 4);
  if (/^auth cram-md5c? </.test(text)) return 'challenge';
  if (/\bConnection from unknown Director\b|\bBad Hello command from Director\b/.test(text)) return 'unknown-director';
  return /^2999 Authentication failed|^1999 Authorization failed/.test(text) ? 'refused' : undefined;
}

/** A director whom nobody knows. */
function buildHello(): Question {
  const text = `Hello Director portreeve-${randomBytes(6).toString('hex')} calling\n`;
  const head = Buffer.alloc(4);
  head.writeInt32BE(text.length);
  return {
    name: 'Hello of an unknown director',
    bytes: Buffer.concat([head, Buffer.from(text)]),
    pattern: /^\0\0\0.Hello Director portreeve-[0-9a-f]{12} calling\n$/s,
  };
}

/** Daemons make who fails wait. */
const REFUSAL_MS = 6000;

const ACCESS = { 'unknown-director': 'required', challenge: 'required', refused: 'required' } as const satisfies Record<
  BaculaReply,
  Access
>;

export const bacula: Check = {
  name: 'bacula',
  ports: [9101, 9102, 9103],
  likelihood: 'betrayed',
  effect: 'session',
  speaksFirst: 'client',
  sends: [buildHello()],
  source: "Bacula developer's guide: TCP/IP Network Protocol, Daemon Protocol; src/filed/hello.c",
  reading:
    'A challenge, or the refusal of a director whom nobody knows, proves a daemon of Bacula and that credentials are required.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(buildHello(), parse, REFUSAL_MS);
    if (reply === undefined) return undefined;
    return { product: 'Bacula', version: null, confidence: 10, access: ACCESS[reply], details: {} };
  },
};
