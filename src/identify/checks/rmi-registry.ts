import { printable } from '../../model/printable.ts';
import type { Answer, Check } from '../check.ts';
import type { Question } from '../question.ts';

/** ProtocolAck (Java RMI wire protocol, section 10.2): 4e, our host as the server sees it, our port. */
export function parse(bytes: Buffer): boolean {
  if (bytes.length < 7 || bytes[0] !== 0x4e) return false;
  const length = bytes.readUInt16BE(1);
  return bytes.length === 7 + length && /^[\w.:%-]{1,255}$/.test(bytes.toString('latin1', 3, 3 + length));
}

/** The return of Registry.list: a normal return (01) with an array of texts (Java object serialization). */
export function parseNames(bytes: Buffer): readonly string[] | undefined {
  const text = bytes.toString('latin1', 0, 16_384);
  const head = /^Q\xac\xed\0\x05w\x0f\x01[^]{14}ur\0\x13\[Ljava\.lang\.String;[^]{9}\0\0[^]{0,300}?xp/.exec(text);
  if (head === null || text.length < head[0].length + 4) return undefined;
  let offset = head[0].length;
  const count = bytes.readUInt32BE(offset);
  offset += 4;
  const names: string[] = [];
  while (names.length < Math.min(count, 64)) {
    if (text[offset] !== 't' || offset + 3 > text.length) return undefined;
    const end = offset + 3 + bytes.readUInt16BE(offset + 1);
    if (end > text.length) return undefined;
    names.push(printable(bytes.toString('utf8', offset + 3, end), 80));
    offset = end;
  }
  return names;
}

/** What a registry says to one that it does not let ask: an exceptional return (02). */
export function parseRefusal(bytes: Buffer): boolean {
  return bytes.toString('hex', 0, 8) === '51aced0005770f02';
}

const HEADER: Question = { name: 'JRMI', bytes: Buffer.from('4a524d4900024b', 'hex') };
/** Our own endpoint, of which nothing is used, and the call: object 0 (the registry), operation 1 (list), the hash of its interface. */
const LIST: Question = {
  name: 'Registry.list',
  bytes: Buffer.from(
    `0009${Buffer.from('127.0.0.1').toString('hex')}0000000050aced00057722${'00'.repeat(22)}0000000144154dc9d4e63bdf`,
    'hex',
  ),
};

export const rmiRegistry: Check = {
  name: 'rmi-registry',
  ports: [1099, 1098, 1090, 7199, 9010],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'client',
  sends: [HEADER, LIST],
  source:
    'Java RMI specification, chapter 10 (wire protocol); java.rmi.registry.Registry; Java object serialization specification',
  reading:
    'The acknowledgement proves RMI, a list of names the registry and that no credentials are needed. A list with jmxrmi alone is JMX, which asks for credentials, if any, behind its entry; that, and no list, leaves access unknown.',
  recognizes: () => false,
  async run(conversation) {
    if (!parse(await conversation.ask(HEADER, parse))) return undefined;
    const reply = await conversation.ask(LIST, (bytes) => parseNames(bytes) !== undefined || parseRefusal(bytes));
    return answerOf(parseNames(reply));
  },
};

/** Whoever speaks RMI without being a registry answers the header too. JMX asks for credentials, if any, behind its entry. */
function answerOf(names: readonly string[] | undefined): Answer {
  const base = { product: null, version: null, confidence: 10, access: 'unknown', details: {} } as const;
  if (names === undefined) return { ...base, name: 'rmi' };
  const details = names.length === 0 ? {} : { 'rmi.names': names };
  if (names.length === 1 && names[0] === 'jmxrmi') return { ...base, name: 'jmx', details };
  return { ...base, access: 'none-required', details };
}
