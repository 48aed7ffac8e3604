import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A server's answer to the start of a control connection. */
export interface PptpReply {
  readonly result: number;
  readonly vendor: string;
}

const MAGIC = 0x1a2b3c4d;
const LENGTH = 156;
const NOT_AUTHORIZED = 4;

/** RFC 2637 section 2.2, Start-Control-Connection-Reply: 156 bytes, a control message (1), the magic cookie, type 2; result, host, vendor. */
export function parse(bytes: Buffer): PptpReply | undefined {
  if (bytes.length < LENGTH || bytes.readUInt16BE(0) !== LENGTH || bytes.readUInt16BE(2) !== 1) return undefined;
  if (bytes.readUInt32BE(4) !== MAGIC || bytes.readUInt16BE(8) !== 2) return undefined;
  const [vendor = ''] = bytes.toString('latin1', 92, LENGTH).split('\0', 1);
  return { result: bytes.readUInt8(14), vendor: printable(vendor.trim(), 80) };
}

/** RFC 2637 section 2.1: version 1.0, asynchronous and synchronous framing, analog and digital bearers, no channels, no names. */
const START: Question = {
  name: 'Start-Control-Connection-Request',
  bytes: Buffer.concat([
    Buffer.from('009c00011a2b3c4d0001000001000000000000030000000300000000', 'hex'),
    Buffer.alloc(128),
  ]),
};

/** RFC 2637 section 2.3, for no particular reason (1). */
const STOP: Question = {
  name: 'Stop-Control-Connection-Request',
  bytes: Buffer.from('001000011a2b3c4d0003000001000000', 'hex'),
};

export const pptp: Check = {
  name: 'pptp',
  ports: [1723],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [START, STOP],
  source: 'RFC 2637 sections 2.1 to 2.3',
  reading:
    'The reply to the start of a control connection proves PPTP. Result 4 means that this source is refused; with any other, who may open a tunnel is decided later by PPP, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(START, parse);
    if (reply === undefined) return undefined;
    conversation.sayGoodbye(STOP);
    return {
      product: reply.vendor === '' ? null : reply.vendor,
      version: null,
      confidence: 10,
      // Who may open a tunnel is decided later, by PPP.
      access: reply.result === NOT_AUTHORIZED ? 'refused-by-acl' : 'unknown',
      details: {},
    };
  },
};
