import { randomBytes } from 'node:crypto';
import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import type { Conversation } from '../conversation.ts';

/** The payload of one packet and its sequence number. */
export interface MysqlPacket {
  readonly sequence: number;
  readonly payload: Buffer;
}

/** What a server says by itself. */
export type MysqlGreeting =
  | { readonly kind: 'handshake'; readonly version: string; readonly capabilities: number }
  | { readonly kind: 'error'; readonly code: number };

const CLIENT_SSL = 0x800;

/** MySQL "Protocol Basics": three bytes of length, little endian, and a sequence number. */
export function parsePacket(bytes: Buffer): MysqlPacket | undefined {
  if (bytes.length < 5) return undefined;
  const length = bytes.readUIntLE(0, 3);
  if (length === 0 || length > 16_384 || bytes.length < 4 + length) return undefined;
  return { sequence: bytes.readUInt8(3), payload: bytes.subarray(4, 4 + length) };
}

/** Handshake packet protocol 10: version text, zero, thread id (4), scramble (8), filler, capabilities; or an ERR packet. */
export function parse(bytes: Buffer): MysqlGreeting | undefined {
  const packet = parsePacket(bytes);
  if (packet?.sequence !== 0) return undefined;
  const { payload } = packet;
  if (payload[0] === 0xff && payload.length > 3) {
    const code = payload.readUInt16LE(1);
    return code >= 1000 && code < 5000 ? { kind: 'error', code } : undefined;
  }
  const end = payload.indexOf(0, 1);
  if (payload[0] !== 10 || end < 2 || end > 100 || payload.length < end + 16) return undefined;
  const version = payload.toString('latin1', 1, end);
  if (!/^\d+\.\d+/.test(version)) return undefined;
  return { kind: 'handshake', version: printable(version, 80), capabilities: payload.readUInt16LE(end + 14) };
}

// LONG_PASSWORD, PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH
const CAPABILITIES = 0x1 | 0x200 | 0x8000 | 0x80000;

/** HandshakeResponse41 of a user with an empty authentication response; inside TLS it is the second packet. */
export function buildLogin(user: string, insideTls = false): Question {
  const head = buildHead(insideTls ? CAPABILITIES | CLIENT_SSL : CAPABILITIES);
  const body = Buffer.concat([head, Buffer.from(`${user}\0\0mysql_native_password\0`)]);
  return {
    name: 'login as a random user without password',
    bytes: packetOf(insideTls ? 2 : 1, body),
    pattern: /^.\0\0[\x01\x02]\x01[\x82\x8a]\x08\0\0\0\0\x01\x2d\0{23}pr-[0-9a-f]{12}\0\0mysql_native_password\0$/,
  };
}

/** What HandshakeResponse41 begins with: capabilities, largest packet, character set. */
function buildHead(capabilities: number): Buffer {
  const head = Buffer.alloc(32);
  head.writeUInt32LE(capabilities, 0);
  head.writeUInt32LE(16_777_216, 4);
  head.writeUInt8(45, 8); // utf8mb4_general_ci
  return head;
}

function packetOf(sequence: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(payload.length, 0, 3);
  head.writeUInt8(sequence, 3);
  return Buffer.concat([head, payload]);
}

/** The same without a user: TLS begins right after it. */
const SSL_REQUEST: Question = { name: 'SSLRequest', bytes: packetOf(1, buildHead(CAPABILITIES | CLIENT_SSL)) };

const NO_PASSWORD: Question = {
  name: 'no password for the other method',
  bytes: packetOf(3, Buffer.alloc(0)),
  pattern: /^\0\0\0[\0-\xff]$/,
};
const COM_QUIT: Question = { name: 'COM_QUIT', bytes: Buffer.from('0100000001', 'hex') };

/** ER_HOST_NOT_PRIVILEGED. ER_HOST_IS_BLOCKED (1129) passes with the next FLUSH HOSTS and is no access list: unknown. */
const HOST_NOT_PRIVILEGED = 1130;
/** ER_ACCESS_DENIED_ERROR, ER_ACCESS_DENIED_NO_PASSWORD_ERROR. */
const ACCESS_DENIED: ReadonlySet<number> = new Set([1045, 1698]);

export const mysql: Check = {
  name: 'mysql',
  ports: [3306, 3307, 4000],
  likelihood: 'common',
  effect: 'session',
  speaksFirst: 'server',
  sends: [SSL_REQUEST, buildLogin('pr-0123456789ab'), NO_PASSWORD, COM_QUIT],
  source: 'MySQL Internals: Connection Phase; server error reference',
  reading:
    'OK to a random name without password means an anonymous account: no credentials are needed. The errors 1045 and 1698 mean that they are, 1130 that this source is refused; any other leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const greeting = parse(await conversation.listen((bytes) => parsePacket(bytes) !== undefined));
    if (greeting === undefined) return undefined;
    if (greeting.kind === 'error') {
      const access = greeting.code === HOST_NOT_PRIVILEGED ? 'refused-by-acl' : 'unknown';
      return { product: null, version: null, confidence: 8, access, details: {} };
    }
    const offersTls = (greeting.capabilities & CLIENT_SSL) !== 0;
    const access = offersTls ? await askInsideTls(conversation) : await askAnonymous(conversation);
    return {
      ...productOf(greeting.version),
      confidence: access === 'unknown' ? 8 : 10,
      access,
      details: { 'mysql.tls': offersTls },
    };
  },
};

/** What is let in outside TLS is let in inside too, and some accounts only there. Where no handshake succeeds the question is asked in the open. */
async function askInsideTls(conversation: Conversation): Promise<Access> {
  await conversation.ask(SSL_REQUEST, () => true);
  if (await conversation.startTls()) return askAnonymous(conversation);
  await using plain = await conversation.again();
  const greeting = plain && parse(await plain.listen((bytes) => parsePacket(bytes) !== undefined));
  return plain === undefined || greeting?.kind !== 'handshake' ? 'unknown' : await askAnonymous(plain);
}

/**
 * Logs in under a name that nobody has and without a password, which only an anonymous account lets in. This completes the handshake: breaking off
 * after the greeting would count towards `max_connect_errors` and could lock this machine out.
 */
async function askAnonymous(conversation: Conversation): Promise<Access> {
  // User names have at most 32 characters, 16 on old servers.
  const login = buildLogin(`pr-${randomBytes(6).toString('hex')}`, conversation.tls !== undefined);
  let reply = await conversation.askFor(login, parsePacket);
  // AuthSwitchRequest: the answer to any other method with an empty password is an empty packet.
  if (reply?.payload[0] === 0xfe) {
    const answer = { ...NO_PASSWORD, bytes: packetOf((reply.sequence + 1) % 256, Buffer.alloc(0)) };
    reply = await conversation.askFor(answer, parsePacket);
  }
  if (reply?.payload[0] === 0x00) {
    conversation.sayGoodbye(COM_QUIT);
    return 'none-required';
  }
  if (reply?.payload[0] !== 0xff || reply.payload.length < 3) return 'unknown';
  const code = reply.payload.readUInt16LE(1);
  if (code === HOST_NOT_PRIVILEGED) return 'refused-by-acl';
  return ACCESS_DENIED.has(code) ? 'required' : 'unknown';
}

/** Others that speak this protocol say so in the version, as in `5.7.25-TiDB-v6.5.0`; their own number comes after their name, or first. */
const IMITATORS = /\b(TiDB|ClickHouse|Vitess|ProxySQL|Dolt|OceanBase|StarRocks|Doris)\b(?:[-_ ]v?(\d+(?:\.\d+)*))?/i;

/** MariaDB up to 10.x hides behind `5.5.5-`, for the sake of old replication clients. */
function productOf(version: string): { product: string; version: string } {
  const real = version.replace(/^5\.5\.5-(?=\d+\.\d+\.\d+-MariaDB)/, '');
  const number = /^\d+(?:\.\d+)*/.exec(real)?.[0] ?? real;
  const imitator = IMITATORS.exec(real);
  if (imitator?.[1] !== undefined) return { product: imitator[1], version: imitator[2] ?? number };
  return { product: real.includes('MariaDB') ? 'MariaDB' : 'MySQL', version: number };
}
