import { randomBytes } from 'node:crypto';
import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A login response: class and detail of its status, and whether the session is fully established. */
export interface IscsiLogin {
  readonly status: number;
  readonly complete: boolean;
}

const TAG = 0x5052_4953;
const LOGIN_RESPONSE = 0x23;
const TEXT_RESPONSE = 0x24;

/** RFC 7143 section 11.1: a header of 48 bytes with the opcode, our task tag, and the length of the data after it, which is padded to 4. */
function pduOf(bytes: Buffer, opcode: number): Buffer | undefined {
  if (bytes.length < 48 || bytes[0] !== opcode || bytes.readUInt32BE(16) !== TAG) return undefined;
  const length = bytes.readUIntBE(5, 3);
  return bytes.length < 48 + length ? undefined : bytes.subarray(0, 48 + length);
}

/** Section 11.13: bit 7 of the flags is T, the two lowest bits name the next stage (3: full feature phase). */
export function parse(bytes: Buffer): IscsiLogin | undefined {
  const pdu = pduOf(bytes, LOGIN_RESPONSE);
  if (pdu === undefined) return undefined;
  const status = pdu.readUInt16BE(36);
  return { status, complete: status === 0 && ((pdu[1] ?? 0) & 0x83) === 0x83 };
}

/** Appendix C: `TargetName=...` for each target, zero-terminated. */
export function parseTargets(bytes: Buffer): readonly string[] | undefined {
  const pdu = pduOf(bytes, TEXT_RESPONSE);
  if (pdu === undefined) return undefined;
  const pairs = pdu.toString('utf8', 48).split('\0');
  return pairs.flatMap((pair) => (pair.startsWith('TargetName=') ? [pair.slice('TargetName='.length)] : []));
}

interface Pdu {
  readonly name: string;
  /** Opcode (with the bit for immediate delivery) and flags. */
  readonly head: readonly [number, number];
  readonly text: string;
  readonly sequence: number;
}

function encode({ name, head, text, sequence }: Pdu): Question {
  const header = Buffer.alloc(48);
  header.set(head, 0);
  header.writeUIntBE(text.length, 5, 3);
  // ISID of the random kind (type 80h), so that no session of anybody else is taken over.
  if (head[0] === 0x43) randomBytes(5).copy(header, 9, 0, 5);
  if (head[0] === 0x43) header[8] = 0x80;
  header.writeUInt32BE(TAG, 16);
  // A text request names no earlier one; a login has its connection here.
  if (head[0] === 0x44) header.writeUInt32BE(0xffff_ffff, 20);
  header.writeUInt32BE(sequence, 24);
  header.writeUInt32BE(sequence, 28);
  const padded = Buffer.alloc(Math.ceil(text.length / 4) * 4);
  padded.write(text, 'latin1');
  return { name, bytes: Buffer.concat([header, padded]) };
}

/** Straight into operational negotiation (stage 1 to 3): allowed to who needs no security negotiation, refused where CHAP is wanted. */
function buildLogin(): Question {
  const keys = ['InitiatorName=iqn.2026-01.invalid.portreeve:audit', 'SessionType=Discovery'];
  const operational = ['HeaderDigest=None', 'DataDigest=None', 'MaxRecvDataSegmentLength=8192'];
  const text = [...keys, ...operational].map((pair) => `${pair}\0`).join('');
  return {
    ...encode({ name: 'discovery login', head: [0x43, 0x87], text, sequence: 1 }),
    pattern:
      /^\x43\x87\0\0\0\0\0.\x80.{5}\0\0PRIS.{28}InitiatorName=[\w.:-]+\0SessionType=Discovery\0HeaderDigest=None\0DataDigest=None\0MaxRecvDataSegmentLength=8192\0+$/s,
  };
}

const SEND_TARGETS = encode({ name: 'SendTargets', head: [0x44, 0x80], text: 'SendTargets=All\0', sequence: 1 });
const LOGOUT = encode({ name: 'logout', head: [0x46, 0x80], text: '', sequence: 2 });
const AUTHENTICATION_FAILED = 0x0201;

export const iscsi: Check = {
  name: 'iscsi',
  ports: [3260],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [buildLogin(), SEND_TARGETS, LOGOUT],
  source: 'RFC 7143 sections 6.3, 11.12, 11.13, appendix C',
  reading:
    'A login response with our tag proves iSCSI. Status 0201 means that credentials are required; a session for discovery lists targets, each of which may still want a password, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const login = await conversation.askFor(buildLogin(), parse);
    if (login === undefined) return undefined;
    const isRefused = login.status === AUTHENTICATION_FAILED;
    const reply = login.complete
      ? await conversation.ask(SEND_TARGETS, (bytes) => parseTargets(bytes) !== undefined)
      : Buffer.alloc(0);
    const targets = parseTargets(reply);
    if (login.complete) conversation.sayGoodbye(LOGOUT);
    return {
      product: null,
      version: null,
      confidence: 10,
      // Who may see the targets may still need a password for every one of them.
      access: isRefused ? 'required' : 'unknown',
      details: {
        ...(login.complete || isRefused ? { 'iscsi.open_discovery': login.complete } : {}),
        ...(targets === undefined ? {} : { 'iscsi.targets': targets.slice(0, 50).map((name) => printable(name, 223)) }),
      },
    };
  },
};
