import { randomBytes } from 'node:crypto';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** Which of the offered protocols a server takes, and whether it wants to see a password next. */
export interface FirebirdReply {
  readonly protocol: number;
  /** Whether the flag is set that sets Firebird's protocols apart from InterBase's. */
  readonly isFirebird: boolean;
  /** From protocol 13 on the authentication begins here; before, it is part of opening a database. */
  readonly wantsAuthentication: boolean;
}

const OP_ACCEPT = 3;
const OP_DISCONNECT = 6;
const OP_ACCEPT_DATA = 94;
const OP_COND_ACCEPT = 98;
const FIREBIRD_FLAG = 0x8000;
const ARCHITECTURES = 64;
const ACCEPT_TYPES = 6;

/**
 * Firebird wire protocol, answer to op_connect in XDR: operation, protocol, architecture, type; from protocol 13 on also the data and the name of the
 * authentication plugin, and whether it is satisfied.
 */
export function parse(bytes: Buffer): FirebirdReply | undefined {
  if (bytes.length < 16) return undefined;
  const operation = bytes.readUInt32BE(0);
  // The protocol is a signed short that fills a word.
  const high = bytes.readUInt16BE(4);
  const version = bytes.readUInt16BE(6);
  const protocol = version & ~FIREBIRD_FLAG;
  const isFirebird = version !== protocol;
  if (high !== (isFirebird ? 0xffff : 0) || protocol < 8 || protocol > 32) return undefined;
  // The type may carry the flag of compression.
  if (bytes.readUInt32BE(8) > ARCHITECTURES || (bytes.readUInt32BE(12) & 0xff) > ACCEPT_TYPES) return undefined;
  if (operation === OP_ACCEPT) return { protocol, isFirebird, wantsAuthentication: false };
  if (operation !== OP_ACCEPT_DATA && operation !== OP_COND_ACCEPT) return undefined;
  const plugin = skipOpaque(bytes, 16);
  const end = plugin === undefined ? undefined : skipOpaque(bytes, plugin);
  if (end === undefined || bytes.length < end + 4) return undefined;
  return { protocol, isFirebird, wantsAuthentication: bytes.readUInt32BE(end) === 0 };
}

/** XDR opaque (RFC 4506 section 4.10): a length, and bytes filled up to a multiple of four. */
function skipOpaque(bytes: Buffer, at: number): number | undefined {
  if (bytes.length < at + 4) return undefined;
  const length = bytes.readUInt32BE(at);
  return length > 8192 ? undefined : at + 4 + length + (-length & 3);
}

function opaque(bytes: Buffer): Buffer {
  return Buffer.concat([words(bytes.length), bytes, Buffer.alloc(-bytes.length & 3)]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
}

/** A clumplet of the user identification: tag, length, value. */
function clumplet(tag: number, value: string): Buffer {
  return Buffer.concat([Buffer.of(tag, value.length), Buffer.from(value)]);
}

const OP_CONNECT = 1;
const OP_ATTACH = 19;
const CNCT_PLUGIN_NAME = 8;
const CNCT_LOGIN = 9;
const CNCT_PLUGIN_LIST = 10;
const PROTOCOLS = [10, 0x800b, 0x800c, 0x800d, 0x800f, 0x8010, 0x8011, 0x8012, 0x8013];

/** op_connect, which names no database, and a user that nobody is; whoever sends no name learns nothing. */
export function buildConnect(user: string): Question {
  const identity = [clumplet(CNCT_LOGIN, user), clumplet(CNCT_PLUGIN_NAME, 'Srp'), clumplet(CNCT_PLUGIN_LIST, 'Srp')];
  const head = Buffer.concat([
    words(OP_CONNECT, OP_ATTACH, 3, 1, 0, PROTOCOLS.length),
    opaque(Buffer.concat(identity)),
  ]);
  // Each protocol with the generic architecture, types 0 to 5, and a weight: the later, the better.
  const protocols = PROTOCOLS.flatMap((protocol, index) => [protocol, 1, 0, 5, 2 * (index + 1)]);
  return {
    name: 'op_connect of a random user',
    bytes: Buffer.concat([head, words(...protocols)]),
    pattern:
      /^\0\0\0\x01\0\0\0\x13\0\0\0\x03\0\0\0\x01\0{7}\x09\0\0\0\x22\x09\x16portreeve-[0-9a-f]{12}\x08\x03Srp\x0a\x03Srp\0\0[\0-\xff]{180}$/,
  };
}

const DISCONNECT: Question = { name: 'op_disconnect', bytes: words(OP_DISCONNECT) };

export const firebird: Check = {
  name: 'firebird',
  ports: [3050],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [buildConnect('portreeve-0123456789ab'), DISCONNECT],
  source: 'Firebird wire protocol (firebird-documentation): Connect, Accept; RFC 4506',
  reading:
    'The protocol version that the server takes proves it. Where authentication follows at once, credentials are required; where it does not, access stays unknown, because older protocols authenticate only when a database is opened.',
  recognizes: () => false,
  async run(conversation) {
    const connect = buildConnect(`portreeve-${randomBytes(6).toString('hex')}`);
    const reply = await conversation.askFor(connect, parse);
    if (reply === undefined) return undefined;
    conversation.sayGoodbye(DISCONNECT);
    return {
      product: reply.isFirebird ? 'Firebird' : null,
      version: null,
      confidence: 10,
      access: reply.wantsAuthentication ? 'required' : 'unknown',
      details: { 'firebird.protocol': reply.protocol },
    };
  },
};
