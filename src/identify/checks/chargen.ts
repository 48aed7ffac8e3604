import type { Check } from '../check.ts';

const WIDTH = 72;
const FIRST = 0x20;
const COUNT = 95;

/** RFC 864: lines of 72 characters, each beginning one character further on in the ring of the printable ones; two lines prove it. */
export function parse(bytes: Buffer): boolean {
  if (bytes.length < 2 * (WIDTH + 2)) return false;
  const start = (bytes[0] ?? 0) - FIRST;
  if (start < 0 || start >= COUNT) return false;
  return [0, 1].every((row) =>
    bytes.subarray(row * (WIDTH + 2), (row + 1) * (WIDTH + 2)).equals(lineFrom(start + row)),
  );
}

function lineFrom(start: number): Buffer {
  const characters = Array.from({ length: WIDTH }, (_, column) => FIRST + ((start + column) % COUNT));
  return Buffer.from([...characters, 0x0d, 0x0a]);
}

export const chargen: Check = {
  name: 'chargen',
  ports: [19],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'RFC 864',
  reading: 'Two lines of the ring of characters prove the protocol, which serves everybody: no credentials are needed.',
  recognizes: parse,
  async run(conversation) {
    if (!parse(await conversation.listen(parse))) return undefined;
    return { product: null, version: null, confidence: 10, access: 'none-required', details: {} };
  },
};
