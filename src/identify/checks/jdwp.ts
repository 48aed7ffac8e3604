import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const WORD = 'JDWP-Handshake';

/** The handshake, echoed (JDWP specification, "JDWP Start-up"); behind it there may already be events. */
export function parse(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, WORD.length) === WORD;
}

/** The reply to VirtualMachine.Version: length, id 1, reply flag, no error, description, two numbers, version, name. */
export function parseVersion(bytes: Buffer): { readonly product: string; readonly version: string } | undefined {
  for (let offset = 0; offset + 11 <= bytes.length;) {
    const length = bytes.readUInt32BE(offset);
    if (length < 11) return undefined;
    const packet = bytes.subarray(offset, offset + length);
    if (packet.length < length) return undefined;
    if (packet.readUInt32BE(4) === 1 && packet[8] === 0x80)
      return packet.readUInt16BE(9) === 0 ? versionOf(packet.subarray(11)) : undefined;
    offset += length;
  }
  return undefined;
}

function versionOf(body: Buffer): { readonly product: string; readonly version: string } | undefined {
  const text = (at: number): string | undefined => {
    if (at + 4 > body.length) return undefined;
    const end = at + 4 + body.readUInt32BE(at);
    return end > body.length ? undefined : body.toString('utf8', at + 4, end);
  };
  const version = body.length < 4 ? undefined : text(12 + body.readUInt32BE(0));
  const product = version === undefined ? undefined : text(16 + body.readUInt32BE(0) + Buffer.byteLength(version));
  return version === undefined || product === undefined
    ? undefined
    : { product: printable(product, 80), version: printable(version, 80) };
}

const HANDSHAKE: Question = { name: 'handshake', bytes: Buffer.from(WORD) };
const VERSION: Question = { name: 'VirtualMachine.Version', bytes: Buffer.from('0000000b00000001000101', 'hex') };

/**
 * Nothing short of the handshake gives JDWP away, and it makes us its debugger for that moment: others have to wait, and a virtual machine that
 * was started with `suspend=y`, to wait for a debugger, runs once we leave.
 */
export const jdwp: Check = {
  name: 'jdwp',
  ports: [5005, 8787],
  likelihood: 'rare',
  effect: 'session',
  oneClient: true,
  speaksFirst: 'client',
  sends: [HANDSHAKE, VERSION],
  source: 'Java Debug Wire Protocol specification: start-up, VirtualMachine command set',
  reading:
    'The handshake, repeated, proves JDWP. The protocol has no authentication and may call any method, so that no credentials are needed.',
  recognizes: (bytes) => parse(bytes),
  async run(conversation) {
    const first = await conversation.ask(HANDSHAKE, (bytes) => bytes.length >= WORD.length);
    if (!parse(first)) return undefined;
    const rest = first.subarray(WORD.length);
    const reply = await conversation.ask(VERSION, (bytes) => parseVersion(Buffer.concat([rest, bytes])) !== undefined);
    const vm = parseVersion(Buffer.concat([rest, reply])) ?? { product: null, version: null };
    // There is no authentication in this protocol, which may call any method.
    return { ...vm, confidence: 10, access: 'none-required', details: {} };
  },
};
