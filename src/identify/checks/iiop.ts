import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const ID = 7237;

/** LocateReply of GIOP 1.0 (CORBA 3.3 part 2, section 9.4.6): whether the object is here, in the byte order that the header names. */
export function parse(bytes: Buffer): { readonly located: boolean } | undefined {
  if (bytes.length < 20 || !isGiop(bytes) || bytes[7] !== 4) return undefined;
  const read = (at: number): number => ((bytes[6] ?? 0) & 1 ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  if (read(8) < 8 || read(12) !== ID || read(16) > 5) return undefined;
  return { located: read(16) !== 0 };
}

/** MessageError (type 6), with which GIOP answers what it does not understand. */
export function parseError(bytes: Buffer): boolean {
  return bytes.length === 12 && isGiop(bytes) && bytes[7] === 6 && bytes.readUInt32BE(8) === 0;
}

function isGiop(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 5) === 'GIOP\x01' && (bytes[5] ?? 9) <= 2 && (bytes[6] ?? 9) <= 3;
}

/** Where a naming service keeps its root by convention. */
const KEY = 'NameService';
const LOCATE: Question = {
  name: 'LocateRequest of NameService',
  bytes: Buffer.from(
    `47494f5001000003${word(8 + KEY.length)}${word(ID)}${word(KEY.length)}${Buffer.from(KEY).toString('hex')}`,
    'hex',
  ),
};

function word(value: number): string {
  return value.toString(16).padStart(8, '0');
}

export const iiop: Check = {
  name: 'iiop',
  ports: [2809, 683, 900, 1050, 3528, 3700],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [LOCATE],
  source: 'OMG CORBA 3.3 part 2, chapter 9 (GIOP: LocateRequest, LocateReply, MessageError)',
  reading:
    'A LocateReply with our number, or a MessageError, proves GIOP. That an object is there says nothing about who may call it, so that access stays unknown.',
  recognizes: parseError,
  async run(conversation) {
    const bytes = await conversation.ask(LOCATE, (reply) => parse(reply) !== undefined || parseError(reply));
    const reply = parse(bytes);
    if (reply === undefined && !parseError(bytes)) return undefined;
    // That an object is here says nothing about who may call it.
    const details = reply === undefined ? {} : { 'iiop.naming': reply.located };
    return { product: null, version: null, confidence: 10, access: 'unknown', details };
  },
};
