import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a server says to Read Device Identification. */
export interface ModbusReply {
  /** Set where it refuses the function: its exception code. */
  readonly exception: number | undefined;
  /** VendorName, ProductCode and MajorMinorRevision, by the number of the object. */
  readonly objects: ReadonlyMap<number, string>;
}

const TRANSACTION = 0x5052;
const ENCAPSULATED = 0x2b;
const DEVICE_IDENTIFICATION = 0x0e;

/**
 * MODBUS Messaging on TCP/IP section 3.1: transaction, protocol 0, length of what follows, unit; then the function, and the exception's with the top bit
 * set. MODBUS Application Protocol V1.1b3 section 6.21: type 0x0e, code, conformity, more follows, next object, count, objects.
 */
export function parse(bytes: Buffer): ModbusReply | undefined {
  if (bytes.length < 9 || bytes.readUInt16BE(0) !== TRANSACTION || bytes.readUInt16BE(2) !== 0) return undefined;
  const length = bytes.readUInt16BE(4);
  if (length < 3 || length > 254 || bytes.length !== length + 6) return undefined;
  if (bytes[7] === (ENCAPSULATED | 0x80) && length === 3) return { exception: bytes[8], objects: new Map() };
  if (bytes[7] !== ENCAPSULATED || bytes[8] !== DEVICE_IDENTIFICATION || bytes.length < 14) return undefined;
  const objects = parseObjects(bytes.subarray(14), bytes[13] ?? 0);
  return objects === undefined ? undefined : { exception: undefined, objects };
}

/** Number, length and text of each; all of them have to fit. */
function parseObjects(bytes: Buffer, count: number): ReadonlyMap<number, string> | undefined {
  const objects = new Map<number, string>();
  let at = 0;
  for (let left = count; left > 0; left--) {
    const [number, length] = bytes.subarray(at, at + 2);
    if (number === undefined || length === undefined || at + 2 + length > bytes.length) return undefined;
    objects.set(number, printable(bytes.toString('latin1', at + 2, at + 2 + length).trim(), 80));
    at += 2 + length;
  }
  return at === bytes.length ? objects : undefined;
}

/** Unit 255 is the server itself and nothing on a serial line behind it (MODBUS Messaging on TCP/IP section 4.4.2.1). */
const READ_DEVICE_IDENTIFICATION: Question = {
  name: 'Read Device Identification',
  bytes: Buffer.from('505200000005ff2b0e0100', 'hex'),
};

/** As an answer has it: it may come in pieces. */
function isWhole(bytes: Buffer): boolean {
  return bytes.length >= 6 && bytes.length >= bytes.readUInt16BE(4) + 6;
}

export const modbus: Check = {
  name: 'modbus',
  ports: [502],
  likelihood: 'rare',
  group: 'ics',
  effect: 'none',
  speaksFirst: 'client',
  sends: [READ_DEVICE_IDENTIFICATION],
  source: 'MODBUS Application Protocol V1.1b3; MODBUS Messaging on TCP/IP Implementation Guide V1.0b',
  reading:
    'Modbus has no authentication: a device that tells who it is lets anybody ask. One that refuses the function leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = parse(await conversation.ask(READ_DEVICE_IDENTIFICATION, isWhole));
    if (reply === undefined) return undefined;
    const named = [reply.objects.get(0), reply.objects.get(1)].filter((text) => text !== undefined && text !== '');
    return {
      product: named.length === 0 ? null : named.join(' '),
      version: reply.objects.get(2) ?? null,
      confidence: 10,
      access: reply.exception === undefined ? 'none-required' : 'unknown',
      details: {},
    };
  },
};
