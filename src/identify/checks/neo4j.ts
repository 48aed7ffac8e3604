import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Answer, Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A summary message of a Bolt server: SUCCESS or FAILURE, and the texts of its map. */
export interface BoltSummary {
  readonly success: boolean;
  readonly texts: ReadonlyMap<string, string>;
}

/** Major and minor version that the server chose. */
export interface BoltVersion {
  readonly major: number;
  readonly minor: number;
}

/** Bolt handshake: four bytes, of which the last are the minor and the major version; zeros where none fits. */
export function parseVersion(bytes: Buffer): BoltVersion | undefined {
  const [first, range, minor, major] = bytes;
  if (bytes.length !== 4 || first !== 0 || range !== 0 || minor === undefined || major === undefined) return undefined;
  const isOffered =
    (major === 5 && minor <= 2) || (major === 4 && minor >= 2 && minor <= 4) || (major === 3 && minor === 0);
  return isOffered ? { major, minor } : undefined;
}

const SUCCESS = 0x70;
const FAILURE = 0x7f;

/** Bolt message transfer encoding: chunks with two bytes of length, and an empty one at the end; inside, PackStream. */
export function parse(bytes: Buffer): BoltSummary | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    if (bytes.length < at + 2) return undefined;
    const length = bytes.readUInt16BE(at);
    at += 2;
    if (length === 0 && chunks.length > 0) break;
    if (bytes.length < at + length || chunks.length > 16) return undefined;
    if (length > 0) chunks.push(bytes.subarray(at, at + length));
    else if (at > 32) return undefined;
    at += length;
  }
  const message = Buffer.concat(chunks);
  if (message[0] !== 0xb1 || (message[1] !== SUCCESS && message[1] !== FAILURE)) return undefined;
  const texts = textsOf(message);
  return texts === undefined ? undefined : { success: message[1] === SUCCESS, texts };
}

/** The leading texts of the map that follows two bytes of structure; reading ends at the first value that is none. */
function textsOf(message: Buffer): ReadonlyMap<string, string> | undefined {
  const marker = message[2];
  if (marker === undefined || marker < 0xa0 || marker > 0xaf) return undefined;
  const texts = new Map<string, string>();
  let at = 3;
  for (let left = marker - 0xa0; left > 0; left -= 1) {
    const key = textAt(message, at);
    if (key === undefined) return undefined;
    const value = textAt(message, key.end);
    if (value === undefined) break;
    texts.set(key.text, value.text);
    at = value.end;
  }
  return texts;
}

/** PackStream String: the length in the marker, or in one or two bytes after it. */
function textAt(message: Buffer, at: number): { readonly text: string; readonly end: number } | undefined {
  const marker = message[at];
  if (marker === undefined) return undefined;
  const wide = marker === 0xd0 ? 1 : marker === 0xd1 ? 2 : 0;
  if (wide === 0 && (marker < 0x80 || marker > 0x8f)) return undefined;
  if (message.length < at + 1 + wide) return undefined;
  const length = wide === 0 ? marker - 0x80 : message.readUIntBE(at + 1, wide);
  const end = at + 1 + wide + length;
  return end > message.length ? undefined : { text: message.toString('utf8', at + 1 + wide, end), end };
}

/** One message in one chunk: a structure with one field, which is a map of texts. */
function build(name: string, signature: number, fields: Readonly<Record<string, string>>): Question {
  const texts = Object.entries(fields).flat();
  const map = [Buffer.of(0xb1, signature, 0xa0 + texts.length / 2), ...texts.map(packText)];
  const message = Buffer.concat(map);
  return { name, bytes: Buffer.concat([Buffer.of(0, message.length), message, Buffer.of(0, 0)]) };
}

function packText(text: string): Buffer {
  return Buffer.concat([
    text.length < 16 ? Buffer.of(0x80 + text.length) : Buffer.of(0xd0, text.length),
    Buffer.from(text),
  ]);
}

/** The magic number, and 5.2 to 5.0 (after which HELLO must describe the driver), 4.4 to 4.2, 3. */
const HANDSHAKE: Question = {
  name: 'Bolt handshake',
  bytes: Buffer.from('6060b01700020205000204040000000300000000', 'hex'),
};
const AGENT = { user_agent: 'portreeve/1' };
const HELLO = build('HELLO', 0x01, AGENT);
const HELLO_NONE = build('HELLO without credentials', 0x01, { ...AGENT, scheme: 'none' });
const LOGON_NONE = build('LOGON without credentials', 0x6a, { scheme: 'none' });
const GOODBYE: Question = { name: 'GOODBYE', bytes: Buffer.from('0002b0020000', 'hex') };

export const neo4j: Check = {
  name: 'neo4j',
  ports: [7687],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [HANDSHAKE, HELLO, HELLO_NONE, LOGON_NONE, GOODBYE],
  source: 'Bolt protocol documentation: Handshake, Message specification, Authentication; PackStream',
  reading:
    "An agreed Bolt version, and the server's name or an error code of its own, prove Neo4j or Memgraph. A login by the scheme none that succeeds means that no credentials are needed, Unauthorized or Unauthenticated that they are; any other error leaves access unknown.",
  recognizes: () => false,
  async run(conversation) {
    const version = parseVersion(await conversation.ask(HANDSHAKE, (bytes) => bytes.length >= 4));
    if (version === undefined) return undefined;
    // From 5.1 on the login is a message of its own.
    const hasLogon = version.major === 5 && version.minor > 0;
    const hello = await conversation.askFor(hasLogon ? HELLO : HELLO_NONE, parse);
    if (hello === undefined) return undefined;
    const login = hasLogon && hello.success ? await conversation.askFor(LOGON_NONE, parse) : hello;
    conversation.sayGoodbye(GOODBYE);
    const code = login?.texts.get('code') ?? '';
    const isProven = hello.texts.has('server') || /^(?:Neo|Memgraph)\.\w+/.test(code);
    return isProven ? answerOf(hello, accessOf(login, code)) : undefined;
  },
};

/** Only a server whose authentication is switched off lets the scheme `none` in. */
function accessOf(login: BoltSummary | undefined, code: string): Access {
  if (login?.success === true) return 'none-required';
  return /\.Security\.(?:Unauthorized|Unauthenticated)$/.test(code) ? 'required' : 'unknown';
}

/** `Neo4j/5.13.0`, or, of Memgraph, `Neo4j/v5.11.0 compatible graph database server - Memgraph`. */
function answerOf({ texts }: BoltSummary, access: Access): Answer {
  const server = texts.get('server') ?? '';
  const isMemgraph = server.includes('Memgraph');
  const version = isMemgraph ? undefined : /^Neo4j\/v?(\d[\w.+-]*)/.exec(server)?.[1];
  const product = isMemgraph ? 'Memgraph' : version === undefined ? null : 'Neo4j';
  return {
    product,
    version: version === undefined ? null : printable(version, 80),
    confidence: 10,
    access,
    details: {},
  };
}
