import type { Check } from '../check.ts';
import type { DnsMessage } from '../dns-message.ts';
import { answerTo, productOf, offersRecursion, rootQuery, versionQuery } from '../name-server.ts';
import type { Question } from '../question.ts';

const VERSION_ID = 0x7076;
const ROOT_ID = 0x7072;

/** RFC 1035 section 4.2.2: over TCP a length goes before the message. */
export function parse(bytes: Buffer): DnsMessage | undefined {
  if (bytes.length < 2 || bytes.length < bytes.readUInt16BE(0) + 2) return undefined;
  const message = bytes.subarray(2, bytes.readUInt16BE(0) + 2);
  return answerTo(VERSION_ID, message) ?? answerTo(ROOT_ID, message);
}

function overTcp(name: string, message: Buffer): Question {
  return { name, bytes: Buffer.concat([Buffer.of(0, message.length), message]) };
}

const VERSION = overTcp('version.bind CH TXT', versionQuery(VERSION_ID));
const ROOT = overTcp('root NS, recursion desired', rootQuery(ROOT_ID));

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
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const version = await conversation.askFor(VERSION, parse);
    if (version?.id !== VERSION_ID) return undefined;
    const again = conversation.end === undefined ? undefined : await conversation.again();
    const root = await (again ?? conversation).askFor(ROOT, parse, RESOLVE_MS);
    await again?.[Symbol.asyncDispose]();
    return {
      ...productOf(version),
      confidence: 10,
      // Names are public; who may have them looked up is told by the fact.
      access: 'unknown',
      details: root?.id === ROOT_ID ? { 'dns.recursion': offersRecursion(root) } : {},
    };
  },
};
