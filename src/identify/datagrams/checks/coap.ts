import { randomBytes, randomInt } from 'node:crypto';
import type { DatagramCheck } from '../datagram-check.ts';

const ACKNOWLEDGEMENT = 2;
const RESET = 3;
const CONTENT = 0x45;

export interface CoapReply {
  readonly messageId: number;
  /** As hex; empty in a reset. */
  readonly token: string;
  /** Whether the list of resources came. */
  readonly content: boolean;
}

/** An acknowledgement with a response, or a reset: RFC 7252, section 3. */
export function parseCoapReply(bytes: Buffer): CoapReply | undefined {
  const [first = 0, code = 0] = bytes;
  const type = (first >> 4) & 3;
  const tokenLength = first & 0xf;
  if (bytes.length < 4 + tokenLength || first >> 6 !== 1 || tokenLength > 8) return undefined;
  const messageId = bytes.readUInt16BE(2);
  const token = bytes.toString('hex', 4, 4 + tokenLength);
  if (type === RESET) return code === 0 && bytes.length === 4 ? { messageId, token: '', content: false } : undefined;
  const isResponse = code >> 5 === 2 || code >> 5 === 4 || code >> 5 === 5;
  return type === ACKNOWLEDGEMENT && isResponse ? { messageId, token, content: code === CONTENT } : undefined;
}

export const coap: DatagramCheck = {
  name: 'coap',
  ports: [5683],
  effect: 'none',
  source: 'RFC 7252; RFC 6690 for /.well-known/core',
  reading:
    'A response or a reset with our number proves CoAP. The list of resources is meant for everybody and proves nothing about them, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions() {
    const token = randomBytes(4);
    const messageId = randomInt(1, 0x10000);
    // Confirmable GET; two Uri-Path options (number 11), the second with delta 0.
    const header = Buffer.from([0x44, 0x01, messageId >> 8, messageId & 0xff]);
    const path = Buffer.concat([
      Buffer.from([0xbb]),
      Buffer.from('.well-known'),
      Buffer.from([0x04]),
      Buffer.from('core'),
    ]);
    return [
      {
        name: 'GET /.well-known/core',
        bytes: Buffer.concat([header, token, path]),
        read(bytes) {
          const reply = parseCoapReply(bytes);
          const isOurs =
            reply?.messageId === messageId && (reply.token === '' || reply.token === token.toString('hex'));
          // The list is meant for everybody, so that it proves nothing about the resources in it.
          return isOurs ? { details: { 'coap.resources_listed': reply.content } } : undefined;
        },
      },
    ];
  },
};
