import { randomBytes } from 'node:crypto';
import type { DatagramCheck, DatagramQuestion } from '../datagram-check.ts';

const HEADER_BYTES = 28;
const IKE_SA_INIT = 34;
const MAIN_MODE = 2;
const INFORMATIONAL = 5;
/** RFC 3948, section 2.2: on port 4500 four zero bytes tell IKE from ESP. */
const NAT_PORT = 4500;
const NON_ESP_MARKER = Buffer.alloc(4);

export interface IkeReply {
  /** As hex. */
  readonly initiatorSpi: string;
  readonly major: 1 | 2;
}

/** The header of a responder's message without the non-ESP marker: RFC 7296, section 3.1, and RFC 2408, section 3.1. */
export function parseIkeReply(bytes: Buffer): IkeReply | undefined {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32BE(24) !== bytes.length) return undefined;
  const [version = 0, exchange = 0, flags = 0] = bytes.subarray(17, 20);
  const initiatorSpi = bytes.toString('hex', 0, 8);
  if (version === 0x20) {
    // The response flag, and not the initiator's.
    const isResponse = (flags & 0x28) === 0x20 && (exchange === IKE_SA_INIT || exchange === 37);
    return isResponse ? { initiatorSpi, major: 2 } : undefined;
  }
  // A responder fills in its cookie; without it, main mode may be our own message thrown back.
  const isAnswer = (exchange === MAIN_MODE && bytes.readBigUInt64BE(8) !== 0n) || exchange === INFORMATIONAL;
  return version === 0x10 && isAnswer && (flags & 0xf8) === 0 ? { initiatorSpi, major: 1 } : undefined;
}

/** A payload with its generic header (RFC 7296, section 3.2). */
function payload(next: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const head = Buffer.from([next, 0, 0, 0]);
  head.writeUInt16BE(4 + content.length, 2);
  return Buffer.concat([head, content]);
}

function message(
  about: { readonly version: number; readonly exchange: number; readonly flags: number },
  first: number,
  body: Buffer,
) {
  const header = Buffer.alloc(HEADER_BYTES);
  randomBytes(8).copy(header, 0);
  header.set([first, about.version, about.exchange, about.flags], 16);
  header.writeUInt32BE(HEADER_BYTES + body.length, 24);
  return Buffer.concat([header, body]);
}

/** A transform of IKEv2: type, id, and for AES the key length as an attribute. */
function transform(isLast: boolean, type: number, id: number, keyBits?: number): Buffer {
  const attribute = keyBits === undefined ? Buffer.alloc(0) : Buffer.from([0x80, 14, keyBits >> 8, keyBits & 0xff]);
  const head = Buffer.from([isLast ? 0 : 3, 0, 0, 8 + attribute.length, type, 0, id >> 8, id & 0xff]);
  return Buffer.concat([head, attribute]);
}

/** AES-CBC-256, HMAC-SHA2-256 and the 2048-bit group, with a key share that is never used: a responder accepts, refuses or asks for a cookie. */
function version2(): Buffer {
  const transforms = [
    transform(false, 1, 12, 256),
    transform(false, 2, 5),
    transform(false, 3, 12),
    transform(true, 4, 14),
  ];
  const proposal = Buffer.concat([Buffer.from([0, 0, 0, 0, 1, 1, 0, transforms.length]), ...transforms]);
  proposal.writeUInt16BE(proposal.length, 2);
  const share = randomBytes(256);
  // Below the prime, whose first 64 bits are ones.
  share[0] = 0x3f;
  const body = Buffer.concat([
    payload(34, proposal),
    payload(40, Buffer.from([0, 14, 0, 0]), share),
    payload(0, randomBytes(32)),
  ]);
  return message({ version: 0x20, exchange: IKE_SA_INIT, flags: 0x08 }, 33, body);
}

/** A main mode proposal: AES-CBC-128, SHA-1, pre-shared key, 1024-bit and 2048-bit groups (RFC 2409, appendix A; RFC 2408, section 3). */
function version1(): Buffer {
  const transforms = [2, 14].map((group, number, groups) => {
    const attributes = [
      [1, 7],
      [14, 128],
      [2, 2],
      [3, 1],
      [4, group],
      [11, 1],
      [12, 3600],
    ] as const;
    const encoded = attributes.map(([type, value]) => Buffer.from([0x80, type, value >> 8, value & 0xff]));
    const last = number === groups.length - 1;
    return payload(last ? 0 : 3, Buffer.from([number + 1, 1, 0, 0]), ...encoded);
  });
  const proposal = payload(0, Buffer.from([1, 1, 0, transforms.length]), ...transforms);
  // Domain of interpretation IPsec, situation identity only.
  const body = payload(0, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1]), proposal);
  return message({ version: 0x10, exchange: MAIN_MODE, flags: 0 }, 1, body);
}

function question(name: string, bytes: Buffer, isNat: boolean): DatagramQuestion {
  const spi = bytes.toString('hex', 0, 8);
  return {
    name,
    bytes: isNat ? Buffer.concat([NON_ESP_MARKER, bytes]) : bytes,
    read(answer) {
      if (isNat && !answer.subarray(0, 4).equals(NON_ESP_MARKER)) return undefined;
      const reply = parseIkeReply(isNat ? answer.subarray(4) : answer);
      return reply?.initiatorSpi === spi ? { version: `v${reply.major}` } : undefined;
    },
  };
}

export const ike: DatagramCheck = {
  name: 'ike',
  ports: [500, NAT_PORT],
  effect: 'session',
  source: 'RFC 7296 (IKEv2), RFC 2408 and RFC 2409 (IKEv1), RFC 3948 for port 4500',
  reading:
    'A message with our SPI proves IKE and its version. Who is let in is decided later, which is not reached, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions: ({ port }) => [
    question('IKE_SA_INIT', version2(), port === NAT_PORT),
    question('IKEv1 main mode', version1(), port === NAT_PORT),
  ],
};
