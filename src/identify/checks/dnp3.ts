import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The link layer header of one frame. */
export interface Dnp3Header {
  /** Function code of a station that answers: 0 ACK, 1 NACK, 11 LINK_STATUS, 15 NOT_SUPPORTED. */
  readonly function: number;
  readonly destination: number;
  readonly source: number;
}

/** The address of a master; outstations answer to it. */
const MASTER = 1;
/** Addresses that outstations are delivered with or often given, and the one that all may answer to (self-address). */
const OUTSTATIONS = [10, 4, 1024, 0xfffc];
const REQUEST_LINK_STATUS = 9;
const ANSWERS: ReadonlySet<number> = new Set([0, 1, 11, 15]);

/** IEEE 1815 section 9.2.4.3: the polynomial 0x3d65 bit by bit from the lowest, inverted, low byte first. */
function checksum(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xa6bc : crc >>> 1;
  }
  return ~crc & 0xffff;
}

/** IEEE 1815 section 9.2.4: 05 64, length, control, destination, source, checksum. Only answers of an outstation without data, addressed to us. */
export function parse(bytes: Buffer): Dnp3Header | undefined {
  if (bytes.length < 10 || bytes.readUInt16BE(0) !== 0x0564 || bytes[2] !== 5) return undefined;
  if (bytes.readUInt16LE(8) !== checksum(bytes.subarray(0, 8))) return undefined;
  const control = bytes.readUInt8(3);
  const header = { function: control & 0x0f, destination: bytes.readUInt16LE(4), source: bytes.readUInt16LE(6) };
  // Neither from a master (0x80) nor from who began the exchange (0x40).
  return (control & 0xc0) === 0 && ANSWERS.has(header.function) && header.destination === MASTER ? header : undefined;
}

function buildFrame(destination: number): Buffer {
  const frame = Buffer.from([0x05, 0x64, 5, 0xc0 | REQUEST_LINK_STATUS, 0, 0, 0, 0, 0, 0]);
  frame.writeUInt16LE(destination, 4);
  frame.writeUInt16LE(MASTER, 6);
  frame.writeUInt16LE(checksum(frame.subarray(0, 8)), 8);
  return frame;
}

/** One frame for each address: an outstation drops what is for others. */
const REQUEST: Question = {
  name: `REQUEST_LINK_STATUS to the addresses ${OUTSTATIONS.join(', ')}`,
  bytes: Buffer.concat(OUTSTATIONS.map(buildFrame)),
};

export const dnp3: Check = {
  name: 'dnp3',
  ports: [20000],
  likelihood: 'rare',
  group: 'ics',
  effect: 'none',
  speaksFirst: 'client',
  sends: [REQUEST],
  source: 'IEEE 1815-2012 clause 9, data link layer',
  reading: 'A status of the link proves an outstation; it is below any authentication, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const header = parse(await conversation.ask(REQUEST, (bytes) => bytes.length >= 10));
    if (header === undefined) return undefined;
    return { product: null, version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
