import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A server's answer to a bind: accepted, refused, or a fault. */
export interface RpcReply {
  readonly kind: 'ack' | 'nak' | 'fault';
  readonly call: number;
}

const KINDS: ReadonlyMap<number, RpcReply['kind']> = new Map([
  [12, 'ack'],
  [13, 'nak'],
  [3, 'fault'],
]);
/** C706: a bind_ack holds at least the sizes of fragments, the group, an address, and one result; the others have a status. */
const SHORTEST: Readonly<Record<RpcReply['kind'], number>> = { ack: 56, nak: 18, fault: 24 };

/** C706 section 12.6.3.1: version 5, type, flags (first and last fragment), little endian, ASCII and IEEE, the fragment's length, the call's number. */
export function parse(bytes: Buffer): RpcReply | undefined {
  if (bytes.length < 16 || bytes[0] !== 5 || (bytes[1] ?? 2) > 1) return undefined;
  const kind = KINDS.get(bytes.readUInt8(2));
  const isWhole = (bytes.readUInt8(3) & 3) === 3;
  const length = bytes.readUInt16LE(8);
  if (kind === undefined || !isWhole || bytes.readUInt32LE(4) !== 0x10) return undefined;
  if (length < SHORTEST[kind] || bytes.length < length) return undefined;
  return { kind, call: bytes.readUInt32LE(12) };
}

/** Any number does, as long as the answer has the same. */
const CALL = 0x50_72_74_76;

/** C706 section 12.6.4.3: one context, the endpoint mapper's interface (appendix O) in version 3.0, the transfer syntax NDR 2.0 (appendix I). */
const BIND: Question = {
  name: 'bind to the endpoint mapper',
  bytes: Buffer.from(
    [
      '05000b03100000004800000076747250b810b81000000000',
      '0100000000000100',
      '0883afe11f5dc91191a408002b14a0fa03000000',
      '045d888aeb1cc9119fe808002b10486002000000',
    ].join(''),
    'hex',
  ),
};

export const msrpc: Check = {
  name: 'msrpc',
  ports: [135],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [BIND],
  source: 'C706 (DCE 1.1: Remote Procedure Call) section 12.6, appendices I and O; [MS-RPCE]',
  reading:
    'An answer to the bind with our number proves DCE/RPC. The endpoint mapper is meant for everybody, and what it leads to is not asked, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(BIND, parse);
    if (reply?.call !== CALL) return undefined;
    // The endpoint mapper is meant for everybody; what it leads to is not, and is not asked.
    return { product: null, version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
