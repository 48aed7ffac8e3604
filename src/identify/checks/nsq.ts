import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A frame of nsqd: `response` is type 0, `error` type 1. */
export interface NsqFrame {
  readonly type: number;
  readonly text: string;
}

/** NSQ, "TCP Protocol Spec", Data Format: size, frame type, data. */
export function parse(bytes: Buffer): NsqFrame | undefined {
  if (bytes.length < 8) return undefined;
  const size = bytes.readUInt32BE(0);
  const type = bytes.readUInt32BE(4);
  if (size < 4 || size > 8192 || type > 1 || bytes.length < 4 + size) return undefined;
  return { type, text: bytes.toString('latin1', 8, 4 + size) };
}

/** What nsqd tells about itself to who negotiates features. */
export function parseIdentity(bytes: Buffer): { readonly version: string; readonly authRequired: boolean } | undefined {
  const frame = parse(bytes);
  if (frame?.type !== 0 || !/^\{"max_rdy_count":\d/.test(frame.text)) return undefined;
  const version = /"version":"([^"]{1,40})"/.exec(frame.text)?.[1];
  return version === undefined
    ? undefined
    : { version: printable(version, 40), authRequired: frame.text.includes('"auth_required":true') };
}

const BODY = '{"client_id":"portreeve","feature_negotiation":true,"heartbeat_interval":-1}';
const SIZE = Buffer.alloc(4);
SIZE.writeUInt32BE(BODY.length);

const IDENTIFY: Question = {
  name: 'V2, IDENTIFY',
  bytes: Buffer.concat([Buffer.from('  V2IDENTIFY\n'), SIZE, Buffer.from(BODY)]),
};
/** Closes a subscription that does not exist: nsqd says either that, or that it wants TLS first. */
const CLS: Question = { name: 'CLS', bytes: Buffer.from('CLS\n') };

export const nsq: Check = {
  name: 'nsq',
  ports: [4150],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [IDENTIFY, CLS],
  source: 'NSQ: TCP Protocol Spec (IDENTIFY, AUTH, CLS, error codes)',
  reading:
    'What nsqd tells about itself proves it. With auth_required credentials are required; without it, a command that is refused for its state alone (E_INVALID) means that none are needed. A demand for TLS, or any other answer, leaves access unknown.',
  recognizes: (bytes) => {
    const frame = parse(bytes);
    return frame?.type === 1 && /^E_(?:BAD_PROTOCOL|INVALID)\b/.test(frame.text);
  },
  async run(conversation) {
    const identity = parseIdentity(await conversation.ask(IDENTIFY, isWhole));
    if (identity === undefined) return undefined;
    const refusal = parse(await conversation.ask(CLS, isWhole));
    const access = identity.authRequired ? 'required' : accessOf(refusal);
    return { product: 'nsqd', version: identity.version, confidence: 10, access, details: {} };
  },
};

function isWhole(bytes: Buffer): boolean {
  return parse(bytes) !== undefined;
}

function accessOf(frame: NsqFrame | undefined): Access {
  const executed = frame?.type === 1 && frame.text.startsWith('E_INVALID') && !frame.text.includes('TLS');
  return executed ? 'none-required' : 'unknown';
}
