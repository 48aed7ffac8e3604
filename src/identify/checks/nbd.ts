import type { Access } from '../../model/service.ts';
import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

/** What a server begins with: the old style hands the only export out at once. */
export interface NbdGreeting {
  readonly style: 'old' | 'new';
  readonly fixed: boolean;
}

/** How the answers to an option ended: an acknowledgement, or the error's number. */
type End = 'acknowledged' | number;

interface NbdReplies {
  readonly data: readonly Buffer[];
  readonly end: End;
}

/** The answers to a question for the list of exports: their names as they are. */
export interface NbdList {
  readonly exports: readonly Buffer[];
  readonly end: End;
}

const REPLY_MAGIC = Buffer.from('0003e889045565a9', 'hex');
const LIST_OPTION = 3;
const INFO_OPTION = 6;
const REFUSED_BY_POLICY = 0x8000_0002;

/** NBD protocol, "Old-style negotiation" and "Newstyle negotiation": `NBDMAGIC`, then another magic and flags, or a size. */
export function parse(bytes: Buffer): NbdGreeting | undefined {
  if (bytes.toString('latin1', 0, 8) !== 'NBDMAGIC') return undefined;
  if (bytes.length >= 18 && bytes.toString('latin1', 8, 16) === 'IHAVEOPT')
    return { style: 'new', fixed: (bytes.readUInt16BE(16) & 1) === 1 };
  return bytes.length >= 152 && bytes.toString('hex', 8, 16) === '0000420281861253'
    ? { style: 'old', fixed: false }
    : undefined;
}

/** Replies to an option, each of magic, option, type, length and data; `undefined` until one of them is the last. */
function parseReplies(bytes: Buffer, option: number): NbdReplies | undefined {
  const data: Buffer[] = [];
  for (let at = 0; at + 20 <= bytes.length;) {
    if (!bytes.subarray(at, at + 8).equals(REPLY_MAGIC) || bytes.readUInt32BE(at + 8) !== option) return undefined;
    const type = bytes.readUInt32BE(at + 12);
    const end = at + 20 + bytes.readUInt32BE(at + 16);
    if (type === 1) return { data, end: 'acknowledged' };
    if (type >= 0x8000_0000) return { data, end: type };
    if ((type !== 2 && type !== 3) || end > bytes.length) return undefined;
    data.push(bytes.subarray(at + 20, end));
    at = end;
  }
  return undefined;
}

/** The answers to NBD_OPT_LIST: a name each, with its length. */
export function parseList(bytes: Buffer): NbdList | undefined {
  const replies = parseReplies(bytes, LIST_OPTION);
  if (replies === undefined) return undefined;
  const exports = replies.data.flatMap((data) =>
    data.length >= 4 ? [data.subarray(4, 4 + data.readUInt32BE(0))] : [],
  );
  return { exports, end: replies.end };
}

/** The answers to NBD_OPT_INFO: size and flags (information 0), and more, of an export that may be opened. */
export function parseInfo(bytes: Buffer): 'granted' | 'refused' | 'other' | undefined {
  const replies = parseReplies(bytes, INFO_OPTION);
  if (replies === undefined) return undefined;
  if (replies.end === REFUSED_BY_POLICY) return 'refused';
  const isTold = replies.data.some((data) => data.length === 12 && data.readUInt16BE(0) === 0);
  return replies.end === 'acknowledged' && isTold ? 'granted' : 'other';
}

// Client flags: fixed newstyle. An option is the magic, its number and its length.
const LIST: Question = { name: 'NBD_OPT_LIST', bytes: Buffer.from('0000000149484156454f50540000000300000000', 'hex') };
/** About an export, without opening it; the name is the server's own, and nothing beyond size and flags is asked for. */
function buildInfo(name: Buffer): Question {
  const head = Buffer.from('49484156454f5054000000060000000000000000', 'hex');
  head.writeUInt32BE(name.length + 6, 12);
  head.writeUInt32BE(name.length, 16);
  return {
    name: 'NBD_OPT_INFO of the first export',
    bytes: Buffer.concat([head, name, Buffer.alloc(2)]),
    pattern: /^IHAVEOPT\0\0\0\x06\0\0[\0-\xff]{2}\0\0[\0-\xff]{2}[\0-\xff]{0,4096}\0\0$/,
  };
}

const ABORT: Question = { name: 'NBD_OPT_ABORT', bytes: Buffer.from('49484156454f50540000000200000000', 'hex') };

/** Servers start a process for everybody who connects. */
const GREETING_MS = 5000;

export const nbd: Check = {
  name: 'nbd',
  ports: [10_809],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [LIST, buildInfo(Buffer.from('disk')), ABORT],
  source: 'NetworkBlockDevice/nbd doc/proto.md',
  reading:
    'NBDMAGIC proves the protocol. The old style hands its export to everybody; in the new one, details of the first export that is listed mean that no credentials are needed, a refusal by policy that this source is refused. Without a name in the list, or on another error, access stays unknown.',
  recognizes: (bytes) => bytes.toString('latin1', 0, 8) === 'NBDMAGIC',
  async run(conversation) {
    const greeting = await conversation.listenFor(parse, GREETING_MS);
    if (greeting === undefined) return undefined;
    const list = greeting.fixed ? await conversation.askFor(LIST, parseList) : undefined;
    const access = greeting.style === 'old' ? 'none-required' : await askAccess(conversation, list?.exports[0]);
    if (greeting.fixed) conversation.sayGoodbye(ABORT);
    return {
      product: null,
      version: null,
      confidence: 10,
      access,
      details:
        list?.end === 'acknowledged'
          ? { 'nbd.exports': list.exports.slice(0, 50).map((name) => printable(name.toString('utf8'), 80)) }
          : {},
    };
  },
};

/** Names are listed for everybody; who may open an export is told when more is asked about it. */
async function askAccess(conversation: Conversation, name: Buffer | undefined): Promise<Access> {
  if (name === undefined || name.length > MOST_NAME) return 'unknown';
  const info = await conversation.askFor(buildInfo(name), parseInfo);
  if (info === 'refused') return 'refused-by-acl';
  return info === 'granted' ? 'none-required' : 'unknown';
}

/** The longest name that the protocol allows. */
const MOST_NAME = 4096;
