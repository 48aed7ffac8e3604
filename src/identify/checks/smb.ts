import { randomBytes } from 'node:crypto';
import type { Facts } from '../../model/facts.ts';
import type { Answer, Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

/** Whether a server signs: always, when asked, or never. */
export type SmbSigning = 'required' | 'optional' | 'disabled';

/** What a server says to a NEGOTIATE of either version; an `error` of version 2 proves the protocol and nothing else. */
export type SmbReply =
  | { readonly kind: 'smb2'; readonly dialect: string; readonly signing: SmbSigning }
  | { readonly kind: 'error' }
  | { readonly kind: 'smb1'; readonly signing: SmbSigning }
  | { readonly kind: 'no-smb1' };

// [MS-SMB2] 2.2.4 DialectRevision
const DIALECTS: ReadonlyMap<number, string> = new Map([
  [0x0202, '2.0.2'],
  [0x0210, '2.1'],
  [0x0300, '3.0'],
  [0x0302, '3.0.2'],
  [0x0311, '3.1.1'],
]);

/** A message behind its transport header ([MS-SMB2] 2.1, RFC 1002 section 4.3.6): a zero byte and a length of three bytes. */
export function parse(bytes: Buffer): SmbReply | undefined {
  if (bytes.length < 4 + 35 || bytes[0] !== 0) return undefined;
  const length = bytes.readUIntBE(1, 3);
  if (length > 65_536 || bytes.length < 4 + length) return undefined;
  const message = bytes.subarray(4, 4 + length);
  const magic = message.toString('latin1', 0, 4);
  if (magic === '\xfeSMB') return parseSmb2(message);
  return magic === '\xffSMB' ? parseSmb1(message) : undefined;
}

/** [MS-SMB2] 2.2.1.2: a header of 64 bytes with status, command and flags. 2.2.4: the body's size is 65, then SecurityMode and DialectRevision. */
function parseSmb2(message: Buffer): SmbReply | undefined {
  if (message.length < 72 || message.readUInt16LE(4) !== 64) return undefined;
  const isNegotiate = message.readUInt16LE(12) === 0;
  const isAnswer = (message.readUInt32LE(16) & 1) === 1;
  if (!isNegotiate || !isAnswer) return undefined;
  if (message.readUInt32LE(8) !== 0) return { kind: 'error' };
  const dialect = DIALECTS.get(message.readUInt16LE(68));
  if (message.length < 128 || message.readUInt16LE(64) !== 65 || dialect === undefined) return undefined;
  return { kind: 'smb2', dialect, signing: (message.readUInt16LE(66) & 2) === 2 ? 'required' : 'optional' };
}

/** [MS-CIFS] 2.2.4.52.2: 17 words with the chosen dialect's number and SecurityMode; one word of ones where no dialect suits. */
function parseSmb1(message: Buffer): SmbReply | undefined {
  const isAnswer = (message.readUInt8(9) & 0x80) === 0x80;
  if (message.length < 35 || message[4] !== 0x72 || !isAnswer) return undefined;
  const words = message.readUInt8(32);
  const chosen = message.readUInt16LE(33);
  if (words === 1 && chosen === 0xffff) return { kind: 'no-smb1' };
  if (words !== 17 || chosen !== 0 || message.length < 33 + 34) return undefined;
  const mode = message.readUInt8(35);
  return { kind: 'smb1', signing: (mode & 8) === 8 ? 'required' : (mode & 4) === 4 ? 'optional' : 'disabled' };
}

/**
 * [MS-SMB2] 2.2.3 with the dialects 2.0.2 to 3.1.1, signing enabled, and the contexts that 3.1.1 demands: integrity by SHA-512, and the ciphers AES-128
 * in CCM and GCM. A client's GUID must be its own, because servers join the connections of one client.
 */
export function buildNegotiate(guid: Buffer): Question {
  const header = `fe534d4240000000${'00'.repeat(56)}`;
  const before = Buffer.from(`000000ae${header}2400050001000000 00000000`.replaceAll(' ', ''), 'hex');
  const dialects = '0202 1002 0003 0203 1103 0000';
  const integrity = `0100260000000000 0100200001 00${'00'.repeat(32)}0000`;
  const ciphers = '0200060000000000 020002000100';
  const after = Buffer.from(`7000000002000000 ${dialects} ${integrity} ${ciphers}`.replaceAll(' ', ''), 'hex');
  return {
    name: 'SMB2 NEGOTIATE',
    bytes: Buffer.concat([before, guid, after]),
    pattern: new RegExp(`^${escaped(before)}[^]{16}${escaped(after)}$`),
  };
}

function escaped(bytes: Buffer): string {
  return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** [MS-CIFS] 2.2.4.52.1 with one dialect, and extended security ([MS-SMB] 2.2.4.5), so that the answer holds no challenge for a password. */
const NEGOTIATE_1: Question = {
  name: 'SMB1 NEGOTIATE',
  bytes: Buffer.from(
    `0000002fff534d4272000000001853c8${'00'.repeat(12)}0000feff00000100000c00024e54204c4d20302e313200`,
    'hex',
  ),
};

/** What may be asked here and wherever else SMB is spoken. */
export const NEGOTIATIONS: readonly Question[] = [buildNegotiate(Buffer.alloc(16)), NEGOTIATE_1];

export const smb: Check = {
  name: 'smb',
  ports: [445],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'client',
  sends: NEGOTIATIONS,
  source: '[MS-SMB2] 2.2.3, 2.2.4; [MS-CIFS] 2.2.4.52; RFC 1002 section 4.3.6',
  reading:
    'The answer to NEGOTIATE proves SMB and tells dialect and signing. What a stranger gets is told only after a login, which is not tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  run: (conversation) => negotiate(conversation, async () => conversation.again()),
};

/** Negotiates version 2, and version 1 on a connection of its own, because a server speaks one of them on each. */
export async function negotiate(
  conversation: Conversation,
  reopen: () => Promise<Conversation | undefined>,
): Promise<Answer | undefined> {
  const modern = await conversation.askFor(buildNegotiate(randomBytes(16)), parse);
  // Servers from before version 2 say nothing to it; elsewhere than on their ports it is not worth another connection.
  if (modern === undefined && ![445, 139].includes(conversation.port)) return undefined;
  await using second = await reopen();
  const old = second === undefined ? undefined : await second.askFor(NEGOTIATE_1, parse);
  if (modern === undefined && old?.kind !== 'smb1') return undefined;
  return {
    product: null,
    version: null,
    confidence: 10,
    // What a stranger gets is told only after a login, be it an anonymous one.
    access: 'unknown',
    details: { ...dialectOf(modern ?? old), ...versionOneOf(old, second) },
  };
}

function dialectOf(reply: SmbReply | undefined): Facts {
  if (reply?.kind === 'smb1') return { 'smb.dialect': 'NT LM 0.12', 'smb.signing': reply.signing };
  return reply?.kind === 'smb2' ? { 'smb.dialect': reply.dialect, 'smb.signing': reply.signing } : {};
}

/** Windows without version 1 hangs up on it; silence says nothing. */
function versionOneOf(reply: SmbReply | undefined, asked: Conversation | undefined): Facts {
  if (reply?.kind === 'smb1') return { 'smb.v1': true };
  const hungUp = asked?.end?.reason === 'peer-closed' || asked?.end?.reason === 'failed';
  return reply?.kind === 'no-smb1' || (reply === undefined && hungUp) ? { 'smb.v1': false } : {};
}
