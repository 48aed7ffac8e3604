import { randomInt } from 'node:crypto';
import { printable } from '../../../model/printable.ts';
import type { DatagramCheck, DatagramQuestion } from '../datagram-check.ts';
import { parseDnsMessage, writeDnsQuery } from '../dns-message.ts';
import type { DnsMessage } from '../dns-message.ts';

const TXT = 16;
const NS = 2;
const IN = 1;
const CHAOS = 3;
const REFUSED = 5;

/** Products that say their name in `version.bind`; BIND says only the number. */
const PRODUCTS: readonly (readonly [string, RegExp])[] = [
  ['dnsmasq', /^dnsmasq-(\S+)/],
  ['Unbound', /^unbound (\S+)/i],
  ['PowerDNS', /^PowerDNS [A-Za-z ]*(\d\S*)/],
  ['NSD', /^NSD (\S+)/],
  ['BIND', /^(9\.\d{1,3}\.\d{1,3}\S*)/],
];

/** The text of a `version.bind` answer as product and version. */
export function parseDnsVersion(
  bytes: Buffer,
): { readonly product: string | null; readonly version: string } | undefined {
  const record = parseDnsMessage(bytes)?.answers.find(({ type }) => type === TXT);
  const length = record?.data[0] ?? 0;
  if (record === undefined || length === 0 || 1 + length > record.data.length) return undefined;
  const text = record.data.toString('latin1', 1, 1 + length);
  for (const [product, pattern] of PRODUCTS) {
    const version = pattern.exec(text)?.[1];
    if (version !== undefined) return { product, version: printable(version, 80) };
  }
  return { product: null, version: printable(text, 80) };
}

/** An answer to a query by its id: a response (QR) that repeats the question, or that has none because the server understood nothing. */
function answerTo(id: number, bytes: Buffer): DnsMessage | undefined {
  const message = parseDnsMessage(bytes);
  return message !== undefined && message.isResponse && message.id === id && message.opcode === 0 ? message : undefined;
}

function versionQuestion(): DatagramQuestion {
  const id = randomInt(1, 0x10000);
  return {
    name: 'version.bind CH TXT',
    bytes: writeDnsQuery({ id, name: ['version', 'bind'], type: TXT, queryClass: CHAOS, recursion: false }),
    read: (bytes) => (answerTo(id, bytes) === undefined ? undefined : (parseDnsVersion(bytes) ?? {})),
  };
}

/** Every resolver has the name servers of the root at hand, so that the question costs nobody more than an answer. */
function recursionQuestion(): DatagramQuestion {
  const id = randomInt(1, 0x10000);
  return {
    name: 'recursion: . IN NS',
    bytes: writeDnsQuery({ id, name: [], type: NS, queryClass: IN, recursion: true }),
    read(bytes) {
      const message = answerTo(id, bytes);
      if (message === undefined) return undefined;
      const { recursionAvailable, rcode, answers } = message;
      const recursion = recursionAvailable && rcode !== REFUSED;
      const proven = recursion && rcode === 0 && answers.some(({ type }) => type === NS);
      return { details: { 'dns.recursion': recursion }, ...(proven ? { access: 'none-required' } : {}) };
    },
  };
}

export const dns: DatagramCheck = {
  name: 'dns',
  ports: [53],
  effect: 'none',
  source: 'RFC 1035 section 4; RFC 4892 for version.bind',
  reading:
    'A response with our number proves DNS. Name servers of the root, given by a server that recurses, mean that no credentials are needed; who does not recurse only tells names that are public, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions: () => [versionQuestion(), recursionQuestion()],
};
