import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a listener says about itself when it refuses. */
export interface OracleRefusal {
  /** `VSNNUM`, the version in one number; absent where the listener keeps it to itself. */
  readonly version: string | undefined;
}

const HEADER = 8;
const CONNECT = 1;
const REFUSE = 4;
const RESEND = 11;

/** TNS packet: length (2), checksum (2), type, flags, checksum (2). A refusal has two reasons, a length, and its text in Oracle Net's notation. */
export function parse(bytes: Buffer): OracleRefusal | undefined {
  if (bytes.length < HEADER + 4 || bytes[4] !== REFUSE || bytes.readUInt16BE(2) !== 0) return undefined;
  const length = bytes.readUInt16BE(0);
  if (length < HEADER + 4 || bytes.length < length || bytes.readUInt16BE(HEADER + 2) !== length - HEADER - 4)
    return undefined;
  const text = bytes.toString('latin1', HEADER + 4, length);
  if (!/^\(DESCRIPTION=\((?:TMP|ERR|VSNNUM|ERROR_STACK|ALIAS)=/.test(text)) return undefined;
  const number = Number(/\(VSNNUM=(\d{1,10})\)/.exec(text)?.[1] ?? '0');
  return { version: number === 0 || number > 0xffff_ffff ? undefined : versionOf(number) };
}

/** Release number: up to 12.2 its parts have 8, 4, 8, 4 and 8 bits; since 18 they have 8, 8, 4, 8 and 4. */
function versionOf(number: number): string {
  const widths = number >>> 24 < 18 ? [8, 4, 8, 4, 8] : [8, 8, 4, 8, 4];
  let left = 32;
  return widths.map((width) => (number >>> (left -= width)) & (2 ** width - 1)).join('.');
}

/** A packet that asks for the last one again, which a listener may send once. */
function asksAgain(bytes: Buffer): boolean {
  return bytes.length === HEADER && bytes.readUInt16BE(0) === HEADER && bytes[4] === RESEND;
}

/** CONNECT of version 3.12, compatible from 3.00 on, with 8 KiB packets; its data follow at byte 58. Pings, as `tnsping` does: no database is named. */
function buildPing(): Question {
  const data = Buffer.from('(CONNECT_DATA=(COMMAND=ping))');
  const head = Buffer.alloc(58);
  head.writeUInt16BE(head.length + data.length, 0);
  head.writeUInt8(CONNECT, 4);
  Buffer.from('0138012c00002000ffff7f0800000001', 'hex').copy(head, HEADER);
  head.writeUInt16BE(data.length, 24);
  head.writeUInt16BE(head.length, 26);
  head.writeUInt32BE(2048, 28);
  return { name: 'ping of the listener', bytes: Buffer.concat([head, data]) };
}

const PING = buildPing();

export const oracle: Check = {
  name: 'oracle',
  ports: [1521, 1522, 1526, 2483, 2484],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [PING],
  source:
    "Oracle Net Services Administrator's Guide: tnsping, listener; packet layout as in the public dissectors of TNS",
  reading:
    "A refusal in Oracle Net's notation proves the listener, which everybody may ping. Behind it every database asks for a user, which is not tried, so that access stays unknown.",
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    let bytes = await conversation.ask(PING, (heard) => parse(heard) !== undefined || asksAgain(heard));
    if (asksAgain(bytes)) bytes = await conversation.ask(PING, (heard) => parse(heard) !== undefined);
    const refusal = parse(bytes);
    if (refusal === undefined) return undefined;
    return {
      product: 'Oracle TNS listener',
      version: refusal.version === undefined ? null : printable(refusal.version, 80),
      confidence: 10,
      // Everybody may ping a listener; behind it every database asks for a user.
      access: 'unknown',
      details: {},
    };
  },
};
