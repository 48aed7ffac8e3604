import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The fields of a protobuf message by number: the last of each, numbers and bytes. */
type Fields = ReadonlyMap<number, number | Buffer>;

/** Protocol Buffers, "Encoding": varints and length-delimited fields; `undefined` for everything else. */
function decode(bytes: Buffer): Fields | undefined {
  const fields = new Map<number, number | Buffer>();
  let offset = 0;
  const varint = (): number => {
    let value = 0;
    for (let power = 1; offset < bytes.length && power < 2 ** 63; power *= 128) {
      const byte = bytes[offset++] ?? 0;
      value += (byte & 0x7f) * power;
      if (byte < 0x80) return value;
    }
    return NaN;
  };
  while (offset < bytes.length) {
    const key = varint();
    const value = varint();
    if (Number.isNaN(key) || Number.isNaN(value) || key > 1000) return undefined;
    if (key % 8 === 0) fields.set(key >> 3, value);
    else if (key % 8 === 2 && offset + value <= bytes.length) {
      fields.set(key >> 3, bytes.subarray(offset, offset + value));
      offset += value;
    } else return undefined;
  }
  return fields;
}

const CONNECTED = 3;
const ERROR = 14;
const AUTH_CHALLENGE = 36;

/** What a broker answers CONNECT with. */
export interface PulsarReply {
  readonly version: string | null;
  readonly access: Access;
}

/** PulsarApi.proto: total size, size of the command, BaseCommand with its type in field 1 and the command in the field of that number. */
export function parse(bytes: Buffer): PulsarReply | undefined {
  if (bytes.length < 10) return undefined;
  const size = bytes.readUInt32BE(4);
  if (bytes.readUInt32BE(0) !== size + 4 || size > 4096 || bytes.length < 8 + size) return undefined;
  const base = decode(bytes.subarray(8, 8 + size));
  const type = base?.get(1);
  const body = typeof type === 'number' ? base?.get(type) : undefined;
  const command = typeof body === 'object' ? decode(body) : undefined;
  if (command === undefined) return undefined;
  if (type === CONNECTED && typeof command.get(1) === 'object')
    return { version: versionOf(command.get(1)), access: 'none-required' };
  // ServerError: 3 AuthenticationError, 4 AuthorizationError.
  const code = command.get(2);
  if (type === ERROR && typeof code === 'number')
    return { version: null, access: code === 3 || code === 4 ? 'required' : 'unknown' };
  return type === AUTH_CHALLENGE ? { version: null, access: 'required' } : undefined;
}

/** Such as `Pulsar Server-v2.10.2`; some brokers say nothing but the name. */
function versionOf(field: number | Buffer | undefined): string | null {
  const version = /(\d[\w.-]{0,39})$/.exec(typeof field === 'object' ? field.toString('latin1') : '')?.[1];
  return version === undefined ? null : printable(version, 40);
}

/** CommandConnect with client version and protocol version 6, no authentication. */
const CONNECT: Question = {
  name: 'CONNECT without credentials',
  bytes: Buffer.from(`00000015000000110802120d0a09${Buffer.from('portreeve').toString('hex')}2006`, 'hex'),
};

export const pulsar: Check = {
  name: 'pulsar',
  ports: [6650, 6651],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [CONNECT],
  source: 'Apache Pulsar binary protocol specification, PulsarApi.proto',
  reading:
    'CONNECTED means that no credentials are needed, an error of authentication or authorization, or a challenge, that they are; any other error leaves access unknown.',
  recognizes: () => false,
  async run(conversation) {
    const reply = await conversation.askFor(CONNECT, parse);
    if (reply === undefined) return undefined;
    return { product: 'Pulsar', version: reply.version, confidence: 10, access: reply.access, details: {} };
  },
};
