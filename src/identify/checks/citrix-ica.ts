import type { Check } from '../check.ts';

const SIGN = '\x7f\x7fICA\0';

/** Two DEL, `ICA` and a zero, over and over until a client answers: how often it was said, from twice on. */
export function parse(bytes: Buffer): number | undefined {
  const text = bytes.toString('latin1', 0, 16 * SIGN.length);
  let times = 0;
  while (text.startsWith(SIGN, times * SIGN.length)) times += 1;
  return times < 2 ? undefined : times;
}

export const citrixIca: Check = {
  name: 'citrix-ica',
  ports: [1494],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'greeting of Citrix ICA as public clients and analysers describe it; the protocol itself is not published',
  reading:
    'The sign ICA, said over and over, is taken for Citrix; nothing is answered to it, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const times = await conversation.listenFor(parse);
    if (times === undefined) return undefined;
    return { product: 'Citrix ICA', version: null, confidence: 8, access: 'unknown', details: {} };
  },
};
