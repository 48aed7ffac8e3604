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

/** The answers to a question for the list of exports. */
export interface NbdList {
  readonly exports: readonly string[];
  /** How the list ended: an acknowledgement, or the error's number. */
  readonly end: 'acknowledged' | number;
}

const REPLY_MAGIC = Buffer.from('0003e889045565a9', 'hex');
const TLS_REQUIRED = 0x8000_0005;

/** NBD protocol, "Old-style negotiation" and "Newstyle negotiation": `NBDMAGIC`, then another magic and flags, or a size. */
export function parse(bytes: Buffer): NbdGreeting | undefined {
  if (bytes.toString('latin1', 0, 8) !== 'NBDMAGIC') return undefined;
  if (bytes.length >= 18 && bytes.toString('latin1', 8, 16) === 'IHAVEOPT')
    return { style: 'new', fixed: (bytes.readUInt16BE(16) & 1) === 1 };
  return bytes.length >= 152 && bytes.toString('hex', 8, 16) === '0000420281861253'
    ? { style: 'old', fixed: false }
    : undefined;
}

/** Replies to NBD_OPT_LIST, each of magic, option 3, type, length and data; `undefined` until one of them is the last. */
export function parseList(bytes: Buffer): NbdList | undefined {
  const exports: string[] = [];
  for (let at = 0; at + 20 <= bytes.length;) {
    if (!bytes.subarray(at, at + 8).equals(REPLY_MAGIC) || bytes.readUInt32BE(at + 8) !== 3) return undefined;
    const type = bytes.readUInt32BE(at + 12);
    const data = bytes.subarray(at + 20, at + 20 + bytes.readUInt32BE(at + 16));
    if (type === 1) return { exports, end: 'acknowledged' };
    if (type >= 0x8000_0000) return { exports, end: type };
    if (type !== 2 || data.length < 4) return undefined;
    exports.push(data.toString('utf8', 4, 4 + data.readUInt32BE(0)));
    at += 20 + data.length;
  }
  return undefined;
}

// Client flags: fixed newstyle. An option is the magic, its number and its length.
const LIST: Question = { name: 'NBD_OPT_LIST', bytes: Buffer.from('0000000149484156454f50540000000300000000', 'hex') };
const ABORT: Question = { name: 'NBD_OPT_ABORT', bytes: Buffer.from('49484156454f50540000000200000000', 'hex') };

export const nbd: Check = {
  name: 'nbd',
  ports: [10_809],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [LIST, ABORT],
  source: 'NetworkBlockDevice/nbd doc/proto.md',
  recognizes: (bytes) => bytes.toString('latin1', 0, 8) === 'NBDMAGIC',
  async run(conversation) {
    const greeting = parse(await conversation.listen((bytes) => parse(bytes) !== undefined));
    if (greeting === undefined) return undefined;
    const list = greeting.fixed ? await askList(conversation) : undefined;
    return {
      product: null,
      version: null,
      confidence: 10,
      access: greeting.style === 'old' ? 'none-required' : accessOf(list),
      details:
        list?.end === 'acknowledged'
          ? { 'nbd.exports': list.exports.slice(0, 50).map((name) => printable(name, 80)) }
          : {},
    };
  },
};

async function askList(conversation: Conversation): Promise<NbdList | undefined> {
  const list = parseList(await conversation.ask(LIST, (bytes) => parseList(bytes) !== undefined));
  conversation.sayGoodbye(ABORT);
  return list;
}

/** Outside TLS there is no authentication: who is told of an export may open it. Some keep their names for themselves. */
function accessOf(list: NbdList | undefined): Access {
  if (list?.end === TLS_REQUIRED) return 'unknown';
  return list?.end === 'acknowledged' && list.exports.length > 0 ? 'none-required' : 'unknown';
}
