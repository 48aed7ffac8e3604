import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A response of the binary protocol that memcached and Couchbase share. */
export interface BinaryResponse {
  readonly opcode: number;
  readonly status: number;
  readonly value: string;
}

const HEADER = 24;
const RESPONSE = 0x81;
const OPAQUE = 0x70727476;

/** memcached BinaryProtocol: magic, opcode, key length (2), extras length, data type, status (2), body length (4), our own opaque (4), CAS (8). */
export function parse(bytes: Buffer): BinaryResponse | undefined {
  if (bytes.length < HEADER || bytes[0] !== RESPONSE || bytes.readUInt32BE(12) !== OPAQUE) return undefined;
  const length = bytes.readUInt32BE(8);
  const lead = bytes.readUInt16BE(2) + bytes.readUInt8(4);
  if (length > 8192 || lead > length || bytes.length < HEADER + length) return undefined;
  const value = bytes.toString('latin1', HEADER + lead, HEADER + length);
  return { opcode: bytes.readUInt8(1), status: bytes.readUInt16BE(6), value };
}

const GET = 0x00;
const VERSION = 0x0b;
const HELLO = 0x1f;

function build(name: string, opcode: number, key: string): Question {
  const head = Buffer.alloc(HEADER);
  head.writeUInt8(0x80, 0);
  head.writeUInt8(opcode, 1);
  head.writeUInt16BE(key.length, 2);
  head.writeUInt32BE(key.length, 8);
  head.writeUInt32BE(OPAQUE, 12);
  return { name, bytes: Buffer.concat([head, Buffer.from(key)]) };
}

/** Asks for no feature; only Couchbase knows the command. */
const ASK_HELLO = build('HELLO without features', HELLO, 'portreeve');
const ASK_VERSION = build('version', VERSION, '');
const ASK_DATA = build('GET of a key that nobody has', GET, 'portreeve-no-such-key');

const SUCCESS = 0x00;
const UNKNOWN_COMMAND = 0x81;
/** Key not found; no bucket, authentication error, no access. */
const ACCESS_BY_STATUS: ReadonlyMap<number, Access> = new Map([
  [0x01, 'none-required'],
  [0x08, 'required'],
  [0x20, 'required'],
  [0x24, 'required'],
]);

export const couchbase: Check = {
  name: 'couchbase',
  ports: [11210, 11207, 11211],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [ASK_HELLO, ASK_VERSION, ASK_DATA],
  source: 'memcached wiki: BinaryProtocolRevamped; Couchbase kv_engine docs/BinaryProtocol.md',
  reading:
    "Answers with our number prove the binary protocol, and HELLO tells Couchbase from memcached. 'Not found' for a key that nobody has means that no credentials are needed; 'authentication error', 'no access' and 'no bucket' mean that they are. Any other status leaves access unknown.",
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const version = await conversation.askFor(ASK_VERSION, parse);
    if (version?.opcode !== VERSION) return undefined;
    const hello = await conversation.askFor(ASK_HELLO, parse);
    if (hello?.opcode !== HELLO) return undefined;
    const isCouchbase = hello.status === SUCCESS;
    // memcached with SASL demands a login, and hangs up, before it says that it does not know the command.
    const needsLogin = ACCESS_BY_STATUS.get(hello.status) === 'required';
    if (!isCouchbase && !needsLogin && hello.status !== UNKNOWN_COMMAND) return undefined;
    const data = needsLogin ? undefined : await conversation.askFor(ASK_DATA, parse);
    const access = data?.opcode === GET ? (ACCESS_BY_STATUS.get(data.status) ?? 'unknown') : 'unknown';
    const isVersion = version.status === SUCCESS && /^\d/.test(version.value);
    return {
      ...(isCouchbase ? {} : { name: 'memcached' }),
      product: isCouchbase ? 'Couchbase' : 'memcached',
      version: isVersion ? printable(version.value, 80) : null,
      confidence: 10,
      access: needsLogin ? 'required' : access,
      details: {},
    };
  },
};
