import { printable } from '../model/printable.ts';
import { parseDnsMessage, writeDnsQuery, type DnsMessage } from './dns-message.ts';
import { splitProduct } from './split-product.ts';

const NS = 2;
const TXT = 16;
const IN = 1;
const CHAOS = 3;
const REFUSED = 5;

/** RFC 4892: which program answers, and in which version. */
export function versionQuery(id: number): Buffer {
  return writeDnsQuery({ id, name: ['version', 'bind'], type: TXT, queryClass: CHAOS, recursion: false });
}

/** The name servers of the root, which every resolver has at hand: nobody else is asked because of this. */
export function rootQuery(id: number): Buffer {
  return writeDnsQuery({ id, name: [], type: NS, queryClass: IN, recursion: true });
}

/** An answer to a query by its id: a response (QR) that repeats the question, or that has none because the server understood nothing. */
export function answerTo(id: number, bytes: Buffer): DnsMessage | undefined {
  const message = parseDnsMessage(bytes);
  return message?.isResponse === true && message.id === id && message.opcode === 0 ? message : undefined;
}

/** Whether names are looked up for who asks, as the answer about the root says. */
export function offersRecursion(root: DnsMessage): boolean {
  return root.recursionAvailable && root.rcode !== REFUSED;
}

/** Servers say of their version what they like: BIND its number alone, others name and number. */
export function productOf({ answers }: DnsMessage): {
  readonly product: string | null;
  readonly version: string | null;
} {
  const data = answers.find(({ type }) => type === TXT)?.data ?? Buffer.alloc(0);
  const text = data.toString('latin1', 1, 1 + (data[0] ?? 0));
  if (/^9\.\d/.test(text)) return { product: 'BIND', version: printable(text, 80) };
  const match = /\b(dnsmasq|unbound|PowerDNS [A-Z][a-z]+|NSD|Knot DNS|Microsoft DNS|CoreDNS)[ -]?.*/i.exec(text)?.[0];
  return match === undefined
    ? { product: null, version: null }
    : splitProduct(printable(match, 80), /(?: Server)?[ -]/);
}
