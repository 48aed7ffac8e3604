import { printable } from '../../model/printable.ts';
import type { Facts } from '../../model/facts.ts';
import type { Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';
import { splitProduct } from '../split-product.ts';

/** The identification string; the software version is at most 255 characters with everything around it. */
export interface SshBanner {
  readonly protocol: string;
  readonly product: string;
  readonly version: string | null;
}

const IDENTIFICATION = /^SSH-(\d{1,3}\.\d{1,3})-([\x21-\x7e]{1,240})(?: [^\r\n]{0,240})?\r?\n/m;

/** RFC 4253 section 4.2: `SSH-protoversion-softwareversion SP comments CR LF`, after any number of other lines. */
export function parse(bytes: Buffer): SshBanner | undefined {
  const match = IDENTIFICATION.exec(bytes.toString('latin1'));
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { protocol: match[1], ...splitProduct(printable(match[2], 80), /[_-]/) };
}

/** What a server offers; of ciphers and MACs those in either direction. */
export interface SshAlgorithms {
  readonly kex: readonly string[];
  readonly hostKeys: readonly string[];
  readonly ciphers: readonly string[];
  readonly macs: readonly string[];
}

const KEXINIT = 20;
/** RFC 4253 section 6.1: what every implementation must be able to take. */
const LONGEST_PACKET = 35_000;
const MOST_NAMES = 64;

/** RFC 4253 sections 6 and 7.1: everything that a server has said; after its identification the packet with the algorithms. */
export function parseKexInit(bytes: Buffer): SshAlgorithms | undefined {
  const match = IDENTIFICATION.exec(bytes.toString('latin1'));
  if (match === null) return undefined;
  const packet = bytes.subarray(match.index + match[0].length);
  if (packet.length < 6 || packet[5] !== KEXINIT) return undefined;
  const length = packet.readUInt32BE(0);
  const end = 4 + length - packet.readUInt8(4);
  if (length > LONGEST_PACKET || packet.length < 4 + length || end < 22) return undefined;
  const lists: (readonly string[])[] = [];
  // Ten lists of names follow the cookie of 16 bytes.
  let at = 22;
  while (lists.length < 10) {
    if (at + 4 > end) return undefined;
    const from = at + 4;
    at = from + packet.readUInt32BE(at);
    if (at > end) return undefined;
    lists.push(namesIn(packet.subarray(from, at)));
  }
  // Whether a guess follows, and a reserved number.
  if (at + 5 !== end) return undefined;
  const [kex = [], hostKeys = [], ...others] = lists;
  return { kex, hostKeys, ciphers: union(others.slice(0, 2)), macs: union(others.slice(2, 4)) };
}

function namesIn(list: Buffer): readonly string[] {
  const names = list.length === 0 ? [] : list.toString('latin1').split(',', MOST_NAMES);
  return names.map((name) => printable(name, 80));
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].slice(0, MOST_NAMES);
}

const OUR_IDENTIFICATION: Question = { name: 'identification', bytes: Buffer.from('SSH-2.0-Portreeve\r\n') };

/** SSH_MSG_DISCONNECT (1), reason BY_APPLICATION (11), the description `audit`, no language, and nine bytes of padding (RFC 4253 section 11.1). */
const DISCONNECT: Question = {
  name: 'disconnect',
  bytes: Buffer.from('0000001c09010000000b00000005617564697400000000000000000000000000', 'hex'),
};

/** RFC 4253 section 5: 1.99 is version 2 with compatibility; the first packet of version 1 is another one. */
const SPEAKS_TWO: ReadonlySet<string> = new Set(['2.0', '1.99']);

export const ssh: Check = {
  name: 'ssh',
  ports: [22, 2222],
  likelihood: 'common',
  effect: 'none',
  speaksFirst: 'server',
  sends: [OUR_IDENTIFICATION, DISCONNECT],
  source: 'RFC 4253 sections 4.2, 6, 7.1 and 11.1',
  reading:
    'The banner names product and version, KEXINIT the algorithms offered; no login is tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const first = await conversation.listen((bytes) => parse(bytes) !== undefined);
    const banner = parse(first);
    if (banner === undefined) return undefined;
    const algorithms = SPEAKS_TWO.has(banner.protocol) ? await askAlgorithms(conversation, first) : undefined;
    return {
      product: banner.product,
      version: banner.version,
      confidence: algorithms === undefined ? 8 : 10,
      // Which methods are accepted is told only after a key exchange.
      access: 'unknown',
      details: { 'ssh.protocol': banner.protocol, ...factsOf(algorithms) },
    };
  },
};

/** A server tells its algorithms before it knows who asks. */
async function askAlgorithms(conversation: Conversation, heard: Buffer): Promise<SshAlgorithms | undefined> {
  const isComplete = (bytes: Buffer): boolean => parseKexInit(Buffer.concat([heard, bytes])) !== undefined;
  const more = await conversation.ask(OUR_IDENTIFICATION, isComplete);
  conversation.sayGoodbye(DISCONNECT);
  return parseKexInit(Buffer.concat([heard, more]));
}

function factsOf(algorithms: SshAlgorithms | undefined): Facts {
  if (algorithms === undefined) return {};
  const { kex, hostKeys, ciphers, macs } = algorithms;
  return { 'ssh.kex': kex, 'ssh.host_key_algorithms': hostKeys, 'ssh.ciphers': ciphers, 'ssh.macs': macs };
}
