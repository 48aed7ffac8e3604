import type { Check } from '../check.ts';

/** The challenge with which a server greets. */
export interface MonetdbChallenge {
  /** `mserver` or `merovingian`, the daemon before it. */
  readonly role: string;
}

/** MonetDB MAPI: a block of a length and a last-block bit (2, little endian), and in it salt, role, 9, hashes, byte order, hash of passwords. */
export function parse(bytes: Buffer): MonetdbChallenge | undefined {
  if (bytes.length < 2) return undefined;
  const head = bytes.readUInt16LE(0);
  const length = head >> 1;
  if ((head & 1) === 0 || length > 512 || bytes.length < 2 + length) return undefined;
  const challenge = /^[^:\n]{4,64}:(mserver|merovingian):9:[\w,]{3,200}:(?:LIT|BIG):\w{3,20}:/;
  const role = challenge.exec(bytes.toString('latin1', 2, 2 + length))?.[1];
  return role === undefined ? undefined : { role };
}

export const monetdb: Check = {
  name: 'monetdb',
  ports: [50000],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'MonetDB documentation: MAPI protocol, version 9, authentication',
  reading:
    'The challenge proves MonetDB. It asks for a user and a password before anything else can be said, so that credentials are required.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const challenge = await conversation.listenFor(parse);
    if (challenge === undefined) return undefined;
    // The challenge asks for a user and a password before anything else can be said.
    return { product: 'MonetDB', version: null, confidence: 8, access: 'required', details: {} };
  },
};
