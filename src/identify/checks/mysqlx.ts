import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a server offers; `undefined` capabilities where only its greeting was heard. */
export interface MysqlxReply {
  readonly capabilities: readonly string[] | undefined;
}

const CAPABILITIES = 2;
const NOTICE = 11;
/** Notice of type 5, SERVER_HELLO, local scope, with an empty payload. */
const HELLO = Buffer.from('050000000b08051a00', 'hex');

/** X Protocol: length (4, little endian, with the type), type, protocol buffers message. */
export function parse(bytes: Buffer): MysqlxReply | undefined {
  const isGreeted = bytes.subarray(0, HELLO.length).equals(HELLO);
  const at = isGreeted ? HELLO.length : 0;
  if (isGreeted && bytes.length === at) return { capabilities: undefined };
  if (bytes.length < at + 5) return undefined;
  const length = bytes.readUInt32LE(at);
  if (length < 2 || length > 4096 || bytes.length < at + 4 + length || bytes[at + 4] !== CAPABILITIES) return undefined;
  const capabilities = namesOf(bytes.subarray(at + 5, at + 4 + length));
  return capabilities?.includes('authentication.mechanisms') === true ? { capabilities } : undefined;
}

/** Capabilities: repeated Capability (1), of which each begins with its name (1). */
function namesOf(message: Buffer): readonly string[] | undefined {
  const names: string[] = [];
  for (let at = 0; at < message.length;) {
    const size = lengthAt(message, at + 1);
    if (message[at] !== 0x0a || size === undefined) return undefined;
    const capability = message.subarray(size.end, size.end + size.length);
    const name = lengthAt(capability, 1);
    if (capability.length !== size.length || capability[0] !== 0x0a || name === undefined) return undefined;
    names.push(capability.toString('latin1', name.end, name.end + name.length));
    at = size.end + size.length;
  }
  return names;
}

/** A length of up to two bytes with seven bits each. */
function lengthAt(message: Buffer, at: number): { readonly length: number; readonly end: number } | undefined {
  const [low, high] = [message[at], message[at + 1]];
  if (low === undefined) return undefined;
  if (low < 0x80) return { length: low, end: at + 1 };
  return high === undefined || high > 0x7f ? undefined : { length: low - 0x80 + high * 0x80, end: at + 2 };
}

const GET: Question = { name: 'CapabilitiesGet', bytes: Buffer.from('0100000001', 'hex') };
const CLOSE: Question = { name: 'Close', bytes: Buffer.from('0100000003', 'hex') };

export const mysqlx: Check = {
  name: 'mysqlx',
  ports: [33060],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [GET, CLOSE],
  source: 'MySQL source documentation: X Protocol, Messages, Connection life cycle',
  reading:
    'The greeting, or capabilities with the mechanisms of authentication, proves the X Protocol. No login is tried, so that access stays unknown.',
  recognizes: (bytes) => bytes[4] === NOTICE && parse(bytes) !== undefined,
  async run(conversation) {
    const reply = parse(await conversation.ask(GET, (bytes) => parse(bytes)?.capabilities !== undefined));
    if (reply === undefined) return undefined;
    conversation.sayGoodbye(CLOSE);
    return {
      product: 'MySQL',
      version: null,
      confidence: reply.capabilities === undefined ? 8 : 10,
      access: 'unknown',
      // A server without a certificate does not offer the capability at all.
      details: reply.capabilities === undefined ? {} : { 'mysql.tls': reply.capabilities.includes('tls') },
    };
  },
};
