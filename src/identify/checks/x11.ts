import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Answer, Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The answer to a connection setup: the session stands, or why it does not. */
export type X11Reply =
  | { readonly kind: 'accepted'; readonly vendor: string; readonly release: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'authenticate' };

/**
 * X Window System Protocol, Encoding, "Connection Setup", little endian: 0 failed, 1 success, 2 authenticate; of a failure the reason's length; the
 * version 11.0 (some tell another one when they fail), and how many units of four bytes follow.
 */
export function parse(bytes: Buffer): X11Reply | undefined {
  if (bytes.length < 8) return undefined;
  const length = 4 * bytes.readUInt16LE(6);
  const body = bytes.subarray(8, 8 + length);
  if (body.length < length) return undefined;
  if (bytes[0] === 1) return parseAccepted(bytes, body);
  if (bytes[0] === 2 && bytes[1] === 0 && body.length > 0) return { kind: 'authenticate' };
  const reason = body.toString('latin1', 0, bytes.readUInt8(1));
  const isFailure = bytes[0] === 0 && bytes.readUInt16LE(2) === 11 && bytes.readUInt16LE(4) === 0;
  if (!isFailure || reason.length !== bytes[1] || body.length - reason.length > 3) return undefined;
  return /^[\n\x20-\x7e]{4,255}$/.test(reason) ? { kind: 'refused', reason } : undefined;
}

/** Release number, what resources are called, the vendor's name; everything about screens is left to those who draw. */
function parseAccepted(head: Buffer, body: Buffer): X11Reply | undefined {
  if (head.readUInt16LE(2) !== 11 || head.readUInt16LE(4) !== 0 || body.length < 32) return undefined;
  const length = body.readUInt16LE(16);
  const vendor = body.toString('latin1', 32, 32 + length);
  if (vendor.length !== length) return undefined;
  return { kind: 'accepted', vendor, release: body.readUInt32LE(0) };
}

/** `l` for little endian, version 11.0, no authorization protocol and no data. */
const SETUP: Question = { name: 'connection setup', bytes: Buffer.from('6c000b000000000000000000', 'hex') };

export const x11: Check = {
  name: 'x11',
  ports: [6000, 6001, 6002, 6003, 6004, 6005, 6006, 6007, 6008, 6009, 6010],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'client',
  sends: [SETUP],
  source: 'X Window System Protocol, X Version 11, Appendix B, "Connection Setup"',
  reading:
    "A session that stands means that no credentials are needed; 'Authorization required', 'No protocol specified' and the like mean that they are, 'Client is not authorized' that this source is refused. Any other reason, such as too many clients, leaves access unknown.",
  recognizes: (bytes) => {
    const reply = parse(bytes);
    return reply?.kind === 'accepted' || (reply?.kind === 'refused' && accessOf(reply) !== 'unknown');
  },
  async run(conversation) {
    const reply = await conversation.askFor(SETUP, parse);
    if (reply === undefined) return undefined;
    return { ...productOf(reply), confidence: 10, access: accessOf(reply), details: {} };
  },
};

/** Words of the servers of X.Org and their descendants; a server that is full, or speaks another version, says nothing about access. */
function accessOf(reply: X11Reply): Access {
  if (reply.kind === 'accepted') return 'none-required';
  if (reply.kind === 'authenticate') return 'required';
  if (/^(?:Authorization required|No protocol specified|Authentication required)/.test(reply.reason)) return 'required';
  return reply.reason.startsWith('Client is not authorized') ? 'refused-by-acl' : 'unknown';
}

/** Release numbers are up to their vendors; X.Org's hold 1, 21, 1 and 7 for what is called 21.1.7, and 1, 20, 13 and 0 for 1.20.13. */
function productOf(reply: X11Reply): Pick<Answer, 'product' | 'version'> {
  if (reply.kind !== 'accepted' || reply.vendor === '') return { product: null, version: null };
  const product = printable(reply.vendor, 80);
  const [, minor, major, patch] = /^1(\d\d)(\d\d)(\d\d\d)$/.exec(String(reply.release)) ?? [];
  if (!product.includes('X.Org') || minor === undefined) return { product, version: null };
  const digits = [minor, major, patch].map(Number);
  return { product, version: (Number(minor) >= 21 ? digits : [1, ...digits.slice(0, 2)]).join('.') };
}
