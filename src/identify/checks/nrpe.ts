import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** NRPE protocol version 2: version, type, checksum, result, a text of 1024 bytes, two bytes of padding. */
const PACKET = 1036;

/** A response (type 2) whose text is terminated. */
export function parse(bytes: Buffer): string | undefined {
  if (bytes.length < PACKET - 2 || bytes.readUInt16BE(0) !== 2 || bytes.readUInt16BE(2) !== 2) return undefined;
  if (bytes.readInt16BE(8) < 0 || bytes.readInt16BE(8) > 3) return undefined;
  const end = bytes.indexOf(0, 10);
  return end < 10 || end > 1033 ? undefined : bytes.toString('utf8', 10, end);
}

/** `_NRPE_CHECK` asks for nothing but the version. */
function buildQuery(): Question {
  const packet = Buffer.alloc(PACKET);
  packet.writeUInt16BE(2, 0);
  packet.writeUInt16BE(1, 2);
  packet.write('_NRPE_CHECK', 10);
  // CRC-32 of the packet with this field zero.
  packet.writeUInt32BE(0xd467_3f00, 4);
  return { name: '_NRPE_CHECK', bytes: packet };
}

const QUERY = buildQuery();

export const nrpe: Check = {
  name: 'nrpe',
  ports: [5666],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [QUERY],
  source: 'NRPE include/common.h and docs/NRPE.pdf',
  reading:
    'A response with a terminated text proves NRPE. A source that is not in allowed_hosts gets no answer at all, so that no credentials are needed where one comes.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const text = await conversation.askFor(QUERY, parse);
    if (text === undefined) return undefined;
    const version = /^NRPE v?(\d[\w.]*)/.exec(text)?.[1];
    // Who is not in allowed_hosts gets no answer at all.
    return {
      product: 'NRPE',
      version: version === undefined ? null : printable(version, 80),
      confidence: 10,
      access: 'none-required',
      details: {},
    };
  },
};
