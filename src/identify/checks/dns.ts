import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { splitProduct } from '../split-product.ts';

/** A response, as much of it as is used. */
export interface DnsResponse {
  readonly id: number;
  readonly rcode: number;
  /** RA: whether recursion is available to who asks. */
  readonly recursion: boolean;
  /** The first text, where the first answer is TXT. */
  readonly text: string | undefined;
}

const TXT = 16;
const NS = 2;
const VERSION_ID = 0x7076;
const ROOT_ID = 0x7072;
const REFUSED = 5;

/** RFC 1035 section 4: over TCP a length goes before the message; the header says response, opcode 0 and one question. */
export function parse(bytes: Buffer): DnsResponse | undefined {
  if (bytes.length < 14 || bytes.readUInt16BE(0) < 12 || bytes.length < bytes.readUInt16BE(0) + 2) return undefined;
  const message = bytes.subarray(2, bytes.readUInt16BE(0) + 2);
  const flags = message.readUInt16BE(2);
  const id = message.readUInt16BE(0);
  if ((id !== VERSION_ID && id !== ROOT_ID) || (flags & 0xf800) !== 0x8000 || message.readUInt16BE(4) > 1)
    return undefined;
  return {
    id,
    rcode: flags & 0xf,
    recursion: (flags & 0x80) !== 0,
    text: message.readUInt16BE(6) > 0 ? textOf(message) : undefined,
  };
}

/** The first answer after one question. */
function textOf(message: Buffer): string | undefined {
  const question = message.readUInt16BE(4) === 0 ? 12 : endOfName(message, 12) + 4;
  const at = endOfName(message, question);
  if (at + 11 > message.length || message.readUInt16BE(at) !== TXT) return undefined;
  const length = message[at + 10] ?? 0;
  return message.toString('latin1', at + 11, at + 11 + length);
}

/** Labels with their lengths, until a zero or a pointer (section 4.1.4). */
function endOfName(message: Buffer, from: number): number {
  let at = from;
  for (let length = message[at]; length !== undefined && length !== 0; length = message[at]) {
    if (length >= 0xc0) return at + 2;
    at += length + 1;
  }
  return at + 1;
}

function encodeQuery(name: string, [id, flags, type, dnsClass]: readonly [number, number, number, number]): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  const encoded = labels.map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`));
  const body = Buffer.concat([Buffer.alloc(14), ...encoded, Buffer.alloc(5)]);
  [body.length - 2, id, flags, 1].forEach((word, index) => body.writeUInt16BE(word, index * 2));
  body.writeUInt16BE(type, body.length - 4);
  body.writeUInt16BE(dnsClass, body.length - 2);
  return body;
}

const VERSION: Question = { name: 'version.bind CH TXT', bytes: encodeQuery('version.bind', [VERSION_ID, 0, TXT, 3]) };

/** The name servers of the root, which every resolver knows already: nobody else is asked because of this. */
const ROOT: Question = { name: 'root NS, recursion desired', bytes: encodeQuery('', [ROOT_ID, 0x0100, NS, 1]) };

const isAnswered = (bytes: Buffer): boolean => parse(bytes) !== undefined;

/** A resolver that has just started asks the root first. */
const RESOLVE_MS = 3000;

export const dns: Check = {
  name: 'dns',
  ports: [53],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'client',
  sends: [VERSION, ROOT],
  source: 'RFC 1035, RFC 7766 (TCP), RFC 4892 (version.bind)',
  reading:
    'An answer with our number proves DNS, and version.bind names the product where it is told. Names are public, so that access stays unknown; whether strangers may have them looked up is the fact dns.recursion.',
  recognizes: isAnswered,
  async run(conversation) {
    const version = parse(await conversation.ask(VERSION, isAnswered));
    if (version?.id !== VERSION_ID) return undefined;
    const again = conversation.end === undefined ? undefined : await conversation.again();
    const root = parse(await (again ?? conversation).ask(ROOT, isAnswered, RESOLVE_MS));
    await again?.[Symbol.asyncDispose]();
    return {
      ...productOf(version.text),
      confidence: 10,
      // Names are public; who may have them looked up is told by the fact.
      access: 'unknown',
      details: root?.id === ROOT_ID ? { 'dns.recursion': root.recursion && root.rcode !== REFUSED } : {},
    };
  },
};

/** Servers say what they like: BIND its version number alone, others name and version. */
function productOf(text: string | undefined): { product: string | null; version: string | null } {
  if (text === undefined) return { product: null, version: null };
  if (/^9\.\d/.test(text)) return { product: 'BIND', version: printable(text, 80) };
  const match = /\b(dnsmasq|unbound|PowerDNS [A-Z][a-z]+|NSD|Knot DNS|Microsoft DNS|CoreDNS)[ -]?.*/i.exec(text)?.[0];
  return match === undefined
    ? { product: null, version: null }
    : splitProduct(printable(match, 80), /(?: Server)?[ -]/);
}
