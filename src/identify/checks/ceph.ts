import type { Check } from '../check.ts';

/** The banner of the first messenger with its version, or of the second with the length of what follows. */
export function parse(bytes: Buffer): { readonly messenger: 1 | 2 } | undefined {
  const text = bytes.toString('latin1', 0, 9);
  if (/^ceph v0\d\d/.test(text)) return { messenger: 1 };
  return text.startsWith('ceph v2\n') ? { messenger: 2 } : undefined;
}

export const ceph: Check = {
  name: 'ceph',
  ports: [3300, 6789, 6800],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'Ceph documentation, "Network Protocol" and "msgr2 protocol"',
  reading:
    'The banner proves a daemon of Ceph. Who is let in is decided later in the handshake, which is not begun, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    if (parse(await conversation.listen((bytes) => bytes.length >= 9)) === undefined) return undefined;
    // Who is let in is told only after more of the handshake.
    return { product: 'Ceph', version: null, confidence: 8, access: 'unknown', details: {} };
  },
};
