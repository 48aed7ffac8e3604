import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Answer, Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

/** One response frame. */
export interface CqlFrame {
  readonly version: number;
  readonly opcode: number;
  readonly body: Buffer;
}

const ERROR = 0x00;
const STARTUP = 0x01;
const READY = 0x02;
const AUTHENTICATE = 0x03;
const OPTIONS = 0x05;
const SUPPORTED = 0x06;
const QUERY = 0x07;
const RESULT = 0x08;
const HEADER = 9;
const OPCODES: ReadonlySet<number> = new Set([ERROR, READY, AUTHENTICATE, SUPPORTED, RESULT]);

/** CQL binary protocol v3 to v5, section 2: version with the response bit, flags, stream (always 0 here), opcode, length, body. */
export function parse(bytes: Buffer): CqlFrame | undefined {
  if (bytes.length < HEADER) return undefined;
  const version = bytes.readUInt8(0) - 0x80;
  const opcode = bytes.readUInt8(4);
  const length = bytes.readUInt32BE(5);
  if (version < 3 || version > 6 || bytes.readUInt16BE(2) !== 0 || !OPCODES.has(opcode)) return undefined;
  if (length > 32_768 || bytes.length < HEADER + length) return undefined;
  return { version, opcode, body: bytes.subarray(HEADER, HEADER + length) };
}

/** [string] of section 3: a length of two bytes, and the text. */
function stringAt(body: Buffer, at: number): string | undefined {
  if (body.length < at + 2) return undefined;
  const end = at + 2 + body.readUInt16BE(at);
  return end > body.length ? undefined : body.toString('latin1', at + 2, end);
}

/** Section 4.2.4, SUPPORTED: a string multimap; only its keys are wanted, which say whose server it is. */
export function parseSupported(body: Buffer): readonly string[] | undefined {
  if (body.length < 2) return undefined;
  const keys: string[] = [];
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left -= 1) {
    const key = stringAt(body, at);
    if (key === undefined) return undefined;
    keys.push(key);
    at += 2 + key.length;
    if (body.length < at + 2) return undefined;
    const values = body.readUInt16BE(at);
    at += 2;
    for (let index = 0; index < values; index += 1) {
      if (body.length < at + 2) return undefined;
      at += 2 + body.readUInt16BE(at);
    }
  }
  return at <= body.length ? keys : undefined;
}

/** Section 4.2.5.2, Rows: flags, one column with its table, its name and type varchar, one row of one value. */
export function parseRelease(body: Buffer): string | undefined {
  let at = 12;
  if (body.length < at || body.readUInt32BE(0) !== 2 || body.readUInt32BE(4) !== 1) return undefined;
  for (let text = 0; text < 3; text += 1) {
    if (body.length < at + 2) return undefined;
    at += 2 + body.readUInt16BE(at);
  }
  at += 2;
  if (body.length < at + 8 || body.readUInt32BE(at) !== 1) return undefined;
  const length = body.readUInt32BE(at + 4);
  const release = body.toString('latin1', at + 8, at + 8 + Math.min(length, 256));
  return /^\d+\.\d/.test(release) ? printable(release, 80) : undefined;
}

function build(name: string, opcode: number, body: Buffer): (version: number) => Question {
  const rest = Buffer.concat([Buffer.of(0, 0, 0, opcode, 0, 0, 0, body.length), body]);
  const pattern = new RegExp(`^[\\x03-\\x05]${escape(rest.toString('latin1'))}$`);
  return (version) => ({ name, bytes: Buffer.concat([Buffer.of(version), rest]), pattern });
}

function escape(text: string): string {
  return text.replace(/[^\w ]/gs, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

const options = build('OPTIONS', OPTIONS, Buffer.alloc(0));
const startup = build('STARTUP', STARTUP, Buffer.from('\0\x01\0\x0bCQL_VERSION\0\x053.0.0'));
/** Consistency ONE, no flags. */
const release = build(
  'release of this node',
  QUERY,
  Buffer.concat([Buffer.from('\0\0\0\x29SELECT release_version FROM system.local;'), Buffer.from('000100', 'hex')]),
);

/** Error code 0x000A, protocol error: also what is said to whoever speaks something else altogether. */
function isProtocolError({ opcode, body }: CqlFrame): boolean {
  return opcode === ERROR && body.length > 4 && body.readUInt32BE(0) === 0x0a;
}

function unsupportedVersion(frame: CqlFrame): boolean {
  return isProtocolError(frame) && /unsupported protocol version/i.test(stringAt(frame.body, 4) ?? '');
}

export const cassandra: Check = {
  name: 'cassandra',
  ports: [9042, 9142, 19042],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [options(4), startup(4), release(4)],
  source: 'Apache Cassandra native_protocol_v3.spec, v4, v5',
  reading:
    'SUPPORTED with CQL_VERSION proves the protocol. READY after STARTUP means that no credentials are needed, AUTHENTICATE that they are; any other answer, such as none in a version that both speak, leaves access unknown.',
  recognizes: (bytes) => {
    const frame = parse(bytes);
    return frame !== undefined && unsupportedVersion(frame);
  },
  async run(conversation) {
    const first = await conversation.askFor(options(4), parse);
    if (first === undefined) return undefined;
    if (first.opcode === SUPPORTED) return askAccess(conversation, first);
    if (!unsupportedVersion(first)) return undefined;
    // The error comes in the version that the server would like: 3 on old ones, 5 where older ones are switched off.
    await using second = first.version === 4 ? undefined : await conversation.again();
    const reply = second === undefined ? undefined : await second.askFor(options(Math.min(first.version, 5)), parse);
    if (second === undefined || reply?.opcode !== SUPPORTED) return answerOf({ access: 'unknown', scylla: false });
    return await askAccess(second, reply);
  },
};

interface Finding {
  readonly access: Access;
  readonly scylla: boolean;
  readonly release?: string | undefined;
  readonly authenticator?: string | undefined;
}

/** READY without a password: only AllowAllAuthenticator says so, and it cannot be combined with permissions. */
async function askAccess(conversation: Conversation, supported: CqlFrame): Promise<Answer | undefined> {
  const keys = parseSupported(supported.body);
  if (keys?.includes('CQL_VERSION') !== true) return undefined;
  const scylla = keys.some((key) => key.startsWith('SCYLLA_'));
  const reply = await conversation.askFor(startup(supported.version), parse);
  if (reply?.opcode === AUTHENTICATE)
    return answerOf({ access: 'required', scylla, authenticator: stringAt(reply.body, 0) });
  if (reply?.opcode !== READY) return answerOf({ access: 'unknown', scylla });
  // From version 5 on what follows is framed anew; Scylla tells the release of Cassandra that it imitates.
  if (supported.version > 4 || scylla) return answerOf({ access: 'none-required', scylla });
  const rows = await conversation.askFor(release(supported.version), parse);
  return answerOf({
    access: 'none-required',
    scylla,
    release: rows === undefined ? undefined : parseRelease(rows.body),
  });
}

function answerOf({ access, scylla, release: version, authenticator }: Finding): Answer {
  const name = authenticator?.split('.').at(-1);
  return {
    product: scylla ? 'ScyllaDB' : 'Cassandra',
    version: version ?? null,
    confidence: 10,
    access,
    details: name === undefined ? {} : { 'cassandra.authenticator': printable(name, 80) },
  };
}
