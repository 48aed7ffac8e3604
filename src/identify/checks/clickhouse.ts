import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import { complainsOfHttp } from '../complains-of-http.ts';
import type { Question } from '../question.ts';

/** What a server says to Hello: its own, or an exception with its code. */
export type ClickhouseReply =
  { readonly kind: 'hello'; readonly version: string } | { readonly kind: 'exception'; readonly code: number };

const HELLO = 0;
const EXCEPTION = 2;

/** Reads what native packets are made of: variable-length numbers (LEB128), and texts with such a length before them. */
class Reader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  number(): number | undefined {
    let value = 0;
    for (let index = 0; index < 4; index += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) return undefined;
      this.#at += 1;
      value += (byte & 0x7f) << (7 * index);
      if (byte < 0x80) return value;
    }
    return undefined;
  }

  text(): string | undefined {
    const length = this.number();
    if (length === undefined || length > 4096 || this.#at + length > this.#bytes.length) return undefined;
    this.#at += length;
    return this.#bytes.toString('latin1', this.#at - length, this.#at);
  }
}

/** ClickHouse native protocol, Server: Hello (0: name, version, revision, time zone, display name, patch) and Exception (2: code, name, ...). */
export function parse(bytes: Buffer): ClickhouseReply | undefined {
  if (bytes[0] === HELLO) return parseHello(new Reader(bytes, 1));
  if (bytes[0] !== EXCEPTION || bytes.length < 6) return undefined;
  const name = new Reader(bytes, 5).text();
  return name?.startsWith('DB::') === true ? { kind: 'exception', code: bytes.readInt32LE(1) } : undefined;
}

function parseHello(reader: Reader): ClickhouseReply | undefined {
  if (reader.text()?.startsWith('ClickHouse') !== true) return undefined;
  const [major, minor, revision] = [reader.number(), reader.number(), reader.number()];
  if (major === undefined || minor === undefined || revision === undefined) return undefined;
  const [zone, display, patch] = [reader.text(), reader.text(), reader.number()];
  const isPatchSent = revision >= CLIENT_REVISION && zone !== undefined && display !== undefined;
  return { kind: 'hello', version: `${major}.${minor}${isPatchSent && patch !== undefined ? `.${patch}` : ''}` };
}

/** The first revision of the protocol in which the server tells its patch level; nothing is sent that came later. */
const CLIENT_REVISION = 54_401;

/**
 * Client Hello: name, version 1.1, revision, database, user, password. `default` without a password is whom ClickHouse takes everybody for who
 * gives no name (its command line client and its HTTP interface do); an empty name is refused as a protocol error.
 */
const NAMELESS: Question = {
  name: 'Hello of the default user without password',
  bytes: Buffer.concat([
    Buffer.from('\0\x09portreeve\x01\x01'),
    Buffer.from('81a903', 'hex'),
    Buffer.from('\0\x07default\0'),
  ]),
};

/** ErrorCodes.cpp: UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, IP_ADDRESS_NOT_ALLOWED; AUTHENTICATION_FAILED stands for all on new servers. */
const ACCESS_BY_CODE: ReadonlyMap<number, Access> = new Map([
  [192, 'required'],
  [193, 'required'],
  [194, 'required'],
  [195, 'refused-by-acl'],
  [516, 'required'],
]);

export const clickhouse: Check = {
  name: 'clickhouse',
  ports: [9000, 9440],
  likelihood: 'betrayed',
  effect: 'session',
  speaksFirst: 'client',
  sends: [NAMELESS],
  source: 'ClickHouse documentation: Native protocol, client and server packets; ErrorCodes',
  reading:
    'Hello in answer to the default user without password means that no credentials are needed; the exceptions 192, 193, 194 and 516 mean that they are, 195 that this address is refused. Any other exception leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined || complainsOfHttp(bytes) === 'clickhouse',
  async run(conversation) {
    const reply = await conversation.askFor(NAMELESS, parse);
    if (reply === undefined) return undefined;
    const isIn = reply.kind === 'hello';
    return {
      product: 'ClickHouse',
      version: isIn ? printable(reply.version, 80) : null,
      confidence: 10,
      access: isIn ? 'none-required' : (ACCESS_BY_CODE.get(reply.code) ?? 'unknown'),
      details: {},
    };
  },
};
