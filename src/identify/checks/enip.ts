import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a device says of itself. */
export interface EnipIdentity {
  readonly vendor: number;
  readonly name: string;
  /** Major and minor revision. */
  readonly revision: string;
}

const LIST_IDENTITY_COMMAND = 0x0063;
const CONTEXT = Buffer.from('prtreeve');
const HEADER = 24;
const IDENTITY_ITEM = 0x000c;
/** Encapsulation version, socket address, vendor, device type, product code, revision, status, serial number, and the length of the name. */
const NAME_AT = 2 + 16 + 2 + 2 + 2 + 2 + 2 + 4;

/**
 * EtherNet/IP encapsulation (CIP Networks Library volume 2, sections 2-3.1 and 2-4.2): command, length, session, status, our context, options; then a count
 * of items, and of each its type, length and data. All numbers but the socket address are little-endian.
 */
export function parse(bytes: Buffer): EnipIdentity | undefined {
  if (bytes.length < HEADER + 6 || bytes.readUInt16LE(0) !== LIST_IDENTITY_COMMAND) return undefined;
  if (bytes.length !== HEADER + bytes.readUInt16LE(2) || bytes.readUInt32LE(8) !== 0) return undefined;
  if (!bytes.subarray(12, 20).equals(CONTEXT) || bytes.readUInt16LE(HEADER) === 0) return undefined;
  const length = bytes.readUInt16LE(HEADER + 4);
  const item = bytes.subarray(HEADER + 6, HEADER + 6 + length);
  const nameLength = item[NAME_AT] ?? 0;
  const isIdentity = bytes.readUInt16LE(HEADER + 2) === IDENTITY_ITEM && item.length === length;
  if (!isIdentity || item.length < NAME_AT + 1 + nameLength) return undefined;
  return {
    vendor: item.readUInt16LE(18),
    name: printable(item.toString('latin1', NAME_AT + 1, NAME_AT + 1 + nameLength).trim(), 80),
    revision: `${item[24]}.${item[25]}`,
  };
}

const LIST_IDENTITY: Question = {
  name: 'ListIdentity',
  bytes: Buffer.concat([Buffer.from('630000000000000000000000', 'hex'), CONTEXT, Buffer.alloc(4)]),
};

export const enip: Check = {
  name: 'enip',
  ports: [44818],
  likelihood: 'rare',
  group: 'ics',
  effect: 'none',
  speaksFirst: 'client',
  sends: [LIST_IDENTITY],
  source: 'ODVA CIP Networks Library volume 2, EtherNet/IP adaptation of CIP, chapter 2',
  reading: 'ListIdentity is meant for everybody, so that its answer names the device and says nothing about access.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const identity = await conversation.askFor(LIST_IDENTITY, parse);
    if (identity === undefined) return undefined;
    const { name, revision } = identity;
    return { product: name === '' ? null : name, version: revision, confidence: 10, access: 'unknown', details: {} };
  },
};
