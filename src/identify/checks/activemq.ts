import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The broker's WireFormatInfo; the version is told since 5.6. */
export interface OpenWireGreeting {
  readonly version: string | null;
}

/** OpenWire: size, type 1 (WireFormatInfo), the word `ActiveMQ`, version, marshalled properties. */
export function parse(bytes: Buffer): OpenWireGreeting | undefined {
  if (bytes.length < 17 || bytes.toString('latin1', 4, 13) !== '\x01ActiveMQ' || bytes.readUInt32BE(13) > 64)
    return undefined;
  const end = 4 + bytes.readUInt32BE(0);
  if (end > 4096 || bytes.length < end) return undefined;
  const version = /ProviderVersion\t\0.([\w.-]{1,40})/s.exec(bytes.toString('latin1', 17, end))?.[1];
  return { version: version === undefined ? null : printable(version, 40) };
}

/** What follows a ConnectionInfo, behind other commands: an ExceptionResponse (type 31), whose class is what counts. */
export function parseReply(bytes: Buffer): Access | undefined {
  let offset = 0;
  while (offset + 5 <= bytes.length) {
    const end = offset + 4 + bytes.readUInt32BE(offset);
    if (bytes.length < end) return undefined;
    if (bytes[offset + 4] === 31) return accessOf(bytes.toString('latin1', offset + 5, Math.min(end, offset + 1024)));
    offset = end;
  }
  return undefined;
}

/**
 * The broker looks for the name of the client only after all that might reject us: authentication comes first (ActiveMQ's broker filters, Artemis'
 * `validateUser`), so that who misses the name would have let us in.
 */
function accessOf(exception: string): Access {
  if (exception.includes('.InvalidClientIDException') && exception.includes('No clientID specified'))
    return 'none-required';
  return /java\.lang\.SecurityException|JMSSecurityException/.test(exception) ? 'required' : 'unknown';
}

function frame(hex: string): Buffer {
  const body = Buffer.from(hex, 'hex');
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  return Buffer.concat([size, body]);
}

const text = (value: string): string => Buffer.from(value).toString('hex');
/** Version 1, which every broker knows, loose encoding, and one property: the size of frames, which must not be 0. */
const WIRE_FORMAT = frame(
  `01${text('ActiveMQ')}00000001010000001b00000001000c${text('MaxFrameSize')}067fffffffffffffff`,
);
/** Command 1 wants a response; connection id, but neither client id nor password nor user: no connection can come of it. */
const CONNECTION = frame(`03000000010101780100 09${text('portreeve')}000000000000`.replace(' ', ''));

const CONNECT: Question = {
  name: 'WireFormatInfo, ConnectionInfo without client id and credentials',
  bytes: Buffer.concat([WIRE_FORMAT, CONNECTION]),
};

export const activemq: Check = {
  name: 'activemq',
  ports: [61616, 61617],
  likelihood: 'betrayed',
  effect: 'session',
  speaksFirst: 'client',
  sends: [CONNECT],
  source: 'Apache ActiveMQ: OpenWire version 1 specification; order of broker filters',
  reading:
    'WireFormatInfo with the word ActiveMQ proves OpenWire. The broker authenticates before it misses our client id: a complaint about the id means that no credentials are needed, a SecurityException that they are; any other answer leaves access unknown.',
  recognizes: (bytes) =>
    bytes.length >= 17 && bytes.readUInt32BE(0) < 4096 && bytes.toString('latin1', 4, 13) === '\x01ActiveMQ',
  async run(conversation) {
    // Classic brokers greet by themselves, Artemis once it hears OpenWire; either way the greeting comes first.
    const bytes = await conversation.ask(CONNECT, (reply) => parseReply(reply) !== undefined);
    const greeting = parse(bytes);
    if (greeting === undefined) return undefined;
    const access = parseReply(bytes) ?? 'unknown';
    return { product: 'ActiveMQ', version: greeting.version, confidence: 10, access, details: {} };
  },
};
