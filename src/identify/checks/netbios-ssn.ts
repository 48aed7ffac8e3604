import type { Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';
import { negotiate, NEGOTIATIONS } from './smb.ts';

/** RFC 1002 sections 4.3.3 to 4.3.5: the session stands, was refused with a reason, or is to be asked for elsewhere. */
export type SessionReply = 'accepted' | 'refused' | 'elsewhere';

const ACCEPTED = '82000000';
/** Not listening on or for that name, no such name, no resources, and an unspecified error. */
const REFUSED = /^83000001(?:8[0-3]|8f)/;
const ELSEWHERE = /^84000006/;

/** The answer to a session request: a type, no flags, the length that belongs to the type, and a reason or an address. */
export function parse(bytes: Buffer): SessionReply | undefined {
  const text = bytes.toString('hex', 0, 10);
  if (text === ACCEPTED) return 'accepted';
  if (bytes.length === 5 && REFUSED.test(text)) return 'refused';
  return bytes.length === 10 && ELSEWHERE.test(text) ? 'elsewhere' : undefined;
}

/** RFC 1001 section 14.1: sixteen bytes as thirty-two letters, behind their number and before a zero. */
function encodeName(name: string, type: number): string {
  const bytes = Buffer.from(`${name.padEnd(15)}${String.fromCharCode(type)}`, 'latin1');
  const letters = [...bytes].map((byte) => String.fromCharCode(65 + (byte >> 4), 65 + (byte & 15)));
  return `\x20${letters.join('')}\0`;
}

/** `*SMBSERVER` is whoever is there ([MS-SMB] 2.1); a file server has the type 0x20, a client 0. */
const SESSION_REQUEST: Question = {
  name: 'session request',
  bytes: Buffer.from(`\x81\0\0\x44${encodeName('*SMBSERVER', 0x20)}${encodeName('PORTREEVE', 0)}`, 'latin1'),
};

export const netbiosSsn: Check = {
  name: 'netbios-ssn',
  ports: [139],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [SESSION_REQUEST, ...NEGOTIATIONS],
  source: 'RFC 1001 section 14.1, RFC 1002 section 4.3; [MS-SMB] 2.1',
  reading:
    'An answer to the session request proves the service, and SMB is negotiated inside. What a stranger gets is told only after a login, which is not tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await request(conversation);
    if (reply === undefined) return undefined;
    const answer = reply === 'accepted' ? await negotiate(conversation, () => reopen(conversation)) : undefined;
    return answer ?? { product: null, version: null, confidence: 10, access: 'unknown', details: {} };
  },
};

async function request(conversation: Conversation): Promise<SessionReply | undefined> {
  return conversation.askFor(SESSION_REQUEST, parse);
}

async function reopen(conversation: Conversation): Promise<Conversation | undefined> {
  const fresh = await conversation.again();
  if (fresh === undefined || (await request(fresh)) === 'accepted') return fresh;
  await fresh[Symbol.asyncDispose]();
  return undefined;
}
