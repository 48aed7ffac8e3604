import type { Check } from '../check.ts';

const NOTIFY_CONNECTED = 0x502;

/** NDMP version 4, sections 2.2 and 3.1: one record with a header of six words (a request without error), then reason, version and a text. */
export function parse(bytes: Buffer): { readonly reason: number; readonly version: number } | undefined {
  if (bytes.length < 36 || bytes.readUInt32BE(0) < 0x8000_0020 || bytes.readUInt32BE(0) > 0x8000_1000) return undefined;
  if (bytes.readUInt32BE(12) !== 0 || bytes.readUInt32BE(16) !== NOTIFY_CONNECTED || bytes.readUInt32BE(20) !== 0)
    return undefined;
  const [reason, version] = [bytes.readUInt32BE(28), bytes.readUInt32BE(32)];
  return reason <= 2 && version >= 1 && version <= 5 ? { reason, version } : undefined;
}

export const ndmp: Check = {
  name: 'ndmp',
  ports: [10_000],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'Network Data Management Protocol version 4',
  reading:
    'The notice about the connection proves NDMP. Reason 2 means that this source is refused; after any other a login follows, which is not tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const notice = await conversation.listenFor(parse);
    if (notice === undefined) return undefined;
    // Reason 2: connections are refused.
    const access = notice.reason === 2 ? 'refused-by-acl' : 'unknown';
    return { product: null, version: null, confidence: 10, access, details: {} };
  },
};
