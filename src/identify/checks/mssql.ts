import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a server says of itself before anybody logs in. */
export interface Prelogin {
  readonly version: string;
  readonly encryption: 'optional' | 'required' | 'unsupported';
}

const HEADER = 8;
const RESPONSE = 0x04;
const VERSION = 0;
const ENCRYPTION = 1;
const TERMINATOR = 0xff;

/** ENCRYPT_OFF, ENCRYPT_ON, ENCRYPT_NOT_SUP, ENCRYPT_REQ in answer to a client that says ENCRYPT_OFF. */
const ENCRYPTIONS: readonly Prelogin['encryption'][] = ['optional', 'required', 'unsupported', 'required'];

/** MS-TDS 2.2.3.1 (packet header) and 2.2.6.5 (PRELOGIN): a list of option, offset, length, and then the options' data. */
export function parse(bytes: Buffer): Prelogin | undefined {
  if (bytes.length < HEADER + 6 || bytes[0] !== RESPONSE || bytes[1] !== 1) return undefined;
  const length = bytes.readUInt16BE(2);
  if (length < HEADER + 6 || length > 4096 || bytes.length < length) return undefined;
  const options = optionsOf(bytes.subarray(HEADER, length));
  const version = options?.get(VERSION);
  const encryption = ENCRYPTIONS[options?.get(ENCRYPTION)?.[0] ?? TERMINATOR];
  if (version?.length !== 6 || encryption === undefined) return undefined;
  return { version: `${version[0]}.${version[1]}.${version.readUInt16BE(2)}`, encryption };
}

function optionsOf(body: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const options = new Map<number, Buffer>();
  for (let at = 0; at + 5 <= body.length && body[at] !== TERMINATOR; at += 5) {
    const [start, size] = [body.readUInt16BE(at + 1), body.readUInt16BE(at + 3)];
    // The first token is always the version, and no option lies outside the packet.
    if ((at === 0 && body[0] !== VERSION) || start + size > body.length) return undefined;
    options.set(body.readUInt8(at), body.subarray(start, start + size));
  }
  return options;
}

/** VERSION 0.0.0 and ENCRYPT_OFF: the one word to which each of the server's three settings has an answer of its own. */
const PRELOGIN: Question = {
  name: 'PRELOGIN',
  bytes: Buffer.from('1201001a0000010000000b00060100110001ff00000000000000', 'hex'),
};

export const mssql: Check = {
  name: 'mssql',
  ports: [1433, 2433],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'client',
  sends: [PRELOGIN],
  source: 'MS-TDS 2.2.3.1 Packet Header, 2.2.6.5 PRELOGIN',
  reading:
    'The answer to PRELOGIN proves the protocol and tells version and encryption. Only a login would tell access, and there is no anonymous one, so that it stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(PRELOGIN, parse);
    if (reply === undefined) return undefined;
    return {
      product: 'Microsoft SQL Server',
      version: reply.version,
      confidence: 10,
      // Nothing but a login would tell, and there is no anonymous one.
      access: 'unknown',
      details: { 'mssql.encryption': reply.encryption },
    };
  },
};
