import { printable } from '../../model/printable.ts';
import type { Answer, Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

/** Connection.Start of AMQP 0-9-1: who serves, and how one may log in. */
export interface AmqpStart {
  readonly product: string | null;
  readonly version: string | null;
  readonly mechanisms: readonly string[];
}

/** AMQP 0-9-1 sections 2.3.5 (frames) and 1.4.2.1 (connection.start). */
export function parse(bytes: Buffer): AmqpStart | undefined {
  if (bytes.length < 20 || bytes.readUInt8(0) !== 1 || bytes.readUInt16BE(1) !== 0) return undefined;
  const end = 7 + bytes.readUInt32BE(3);
  if (bytes.length <= end || bytes[end] !== 0xce || bytes.readUInt32BE(7) !== 0x000a000a) return undefined;
  const tableEnd = 17 + bytes.readUInt32BE(13);
  if (tableEnd + 4 > end) return undefined;
  const mechanismsEnd = tableEnd + 4 + bytes.readUInt32BE(tableEnd);
  if (mechanismsEnd > end) return undefined;
  const properties = bytes.toString('latin1', 17, tableEnd);
  return {
    product: propertyOf(properties, 'product'),
    version: propertyOf(properties, 'version'),
    mechanisms: mechanismsOf(bytes.toString('latin1', tableEnd + 4, mechanismsEnd), / +/),
  };
}

/** A long string of the table by its short-string name; nested tables are not looked into, whose names may not be mistaken for these. */
function propertyOf(properties: string, name: string): string | null {
  const at = properties.indexOf(`${String.fromCharCode(name.length)}${name}S\0\0`);
  if (at < 0) return null;
  const start = at + name.length + 6;
  const length = Buffer.from(properties.slice(start - 4, start), 'latin1').readUInt32BE(0);
  return printable(properties.slice(start, start + length), 80);
}

function mechanismsOf(text: string, separator: RegExp): readonly string[] {
  const names = text
    .slice(0, 1024)
    .split(separator)
    .filter((name) => /^[A-Z0-9_-]{1,32}$/.test(name));
  return names.slice(0, 16).sort();
}

/** The protocol header that somebody sends who speaks another AMQP: `AMQP`, protocol id, version (AMQP 1.0 part 2 section 2.2, part 5 section 5.3). */
export function parseHeader(bytes: Buffer): 'sasl' | 'other' | undefined {
  if (bytes.length < 8 || bytes.toString('latin1', 0, 4) !== 'AMQP') return undefined;
  const [protocol = 0, ...version] = bytes.subarray(4, 8);
  if (protocol > 3 || version.some((part) => part > 9)) return undefined;
  return protocol === 3 ? 'sasl' : 'other';
}

/** AMQP 1.0's sasl-mechanisms frame behind the header (part 5 section 5.3.3.1): symbols, in one or in an array. */
export function parseMechanisms(bytes: Buffer): readonly string[] | undefined {
  if (parseHeader(bytes) !== 'sasl' || bytes.length < 20) return undefined;
  const size = bytes.readUInt32BE(8);
  if (
    bytes[13] !== 1 ||
    bytes.length < 8 + size ||
    bytes.toString('hex', 8 + 4 * (bytes[12] ?? 0), 11 + 4 * (bytes[12] ?? 0)) !== '005340'
  )
    return undefined;
  // Lengths stand between the names; none of them is longer than an upper-case letter's code.
  return mechanismsOf(bytes.toString('latin1', 11 + 4 * (bytes[12] ?? 0), 8 + size), /[^A-Z0-9_-]+/);
}

const HEADER: Question = { name: 'AMQP 0-9-1 header', bytes: Buffer.from('414d515000000901', 'hex') };
const SASL_HEADER: Question = { name: 'AMQP 1.0 SASL header', bytes: Buffer.from('414d515003010000', 'hex') };

export const amqp: Check = {
  name: 'amqp',
  ports: [5671, 5672],
  likelihood: 'betrayed',
  effect: 'session',
  speaksFirst: 'client',
  sends: [HEADER, SASL_HEADER],
  source: 'AMQP 0-9-1 specification (connection.start); OASIS AMQP 1.0 part 2 and part 5',
  reading:
    'The mechanisms that a server offers are read, and no login is tried: without ANONYMOUS among them credentials are required. With it, or where none are told, access stays unknown, because only a login would show what it is good for.',
  recognizes: (bytes) =>
    parse(bytes) !== undefined || (bytes.length >= 8 && bytes.length < 512 && parseHeader(bytes) !== undefined),
  async run(conversation) {
    const reply = await conversation.ask(
      HEADER,
      (bytes) => parse(bytes) !== undefined || parseHeader(bytes) !== undefined,
    );
    const start = parse(reply);
    if (start !== undefined) return { product: start.product, version: start.version, ...answerOf(start.mechanisms) };
    if (parseHeader(reply) === undefined) return undefined;
    return { product: null, version: null, ...answerOf(await askMechanisms(conversation)) };
  },
};

async function askMechanisms(conversation: Conversation): Promise<readonly string[] | undefined> {
  await using fresh = await conversation.again();
  return fresh === undefined ? undefined : await fresh.askFor(SASL_HEADER, parseMechanisms);
}

/** ANONYMOUS may let everybody in or nobody, which only a login would tell. */
function answerOf(mechanisms: readonly string[] | undefined): Omit<Answer, 'product' | 'version'> {
  if (mechanisms === undefined || mechanisms.length === 0) return { confidence: 10, access: 'unknown', details: {} };
  const access = mechanisms.includes('ANONYMOUS') ? 'unknown' : 'required';
  return { confidence: 10, access, details: { 'amqp.mechanisms': mechanisms } };
}
