import { printable } from '../../model/printable.ts';
import type { Answer, Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import { message, NOTHING, OpcuaReader, request, text, uint32 } from '../opcua-binary.ts';
import type { Question } from '../question.ts';

/** A whole chunk of a message. */
interface Chunk {
  readonly type: string;
  /** Behind type and size. */
  readonly reader: OpcuaReader;
}

/** OPC 10000-6 section 7.1.2.2: three letters, `F` for the last chunk, the size of all of it. Only one chunk, complete and alone. */
function chunkOf(bytes: Buffer): Chunk | undefined {
  if (bytes.length < 8 || bytes.readUInt32LE(4) !== bytes.length) return undefined;
  const type = /^(ACK|ERR|OPN|MSG)F$/.exec(bytes.toString('latin1', 0, 4))?.[1];
  return type === undefined ? undefined : { type, reader: new OpcuaReader(bytes, 8) };
}

/** The answer to a hello: `true` for an Acknowledge (section 7.1.2.4), `false` for an Error (7.1.2.5), which has a status code of the bad kind. */
export function parse(bytes: Buffer): boolean | undefined {
  const chunk = chunkOf(bytes);
  if (chunk?.type === 'ACK') return bytes.length === 28 ? true : undefined;
  if (chunk?.type !== 'ERR') return undefined;
  const isBad = chunk.reader.uint32() >= 0x8000_0000;
  const reason = chunk.reader.text();
  return isBad && !chunk.reader.failed && reason.length < 4096 ? false : undefined;
}

/** Reads the type of a response and its header up to its own fields; `undefined` for another type or a bad result. */
function skipHeader(reader: OpcuaReader, type: number): boolean {
  const node = [reader.byte(), reader.byte(), reader.byte() | (reader.byte() << 8)];
  reader.skip(8 + 4);
  const result = reader.uint32();
  const diagnostics = reader.byte();
  reader.list(() => reader.text());
  reader.skip(3);
  return !reader.failed && node[0] === 1 && node[1] === 0 && node[2] === type && result === 0 && diagnostics === 0;
}

/** Channel and token of an OpenSecureChannel response (OPC 10000-4 section 5.5.2). */
export function parseChannel(bytes: Buffer): readonly [number, number] | undefined {
  const chunk = chunkOf(bytes);
  if (chunk?.type !== 'OPN') return undefined;
  const { reader } = chunk;
  reader.skip(4);
  for (let header = 0; header < 3; header++) reader.text();
  reader.skip(8);
  if (!skipHeader(reader, OPEN_CHANNEL + 3)) return undefined;
  reader.skip(4);
  const ids = [reader.uint32(), reader.uint32()] as const;
  return reader.failed ? undefined : ids;
}

/** What a client may choose from. */
export interface OpcuaEndpoint {
  readonly application: string;
  /** Last part of the policy's address, such as `None` or `Basic256Sha256`. */
  readonly policy: string;
  readonly userTokens: readonly string[];
}

const USER_TOKENS = ['anonymous', 'username', 'certificate', 'issued'];

/** A GetEndpoints response (OPC 10000-4 sections 5.4.4 and 7.14). */
export function parseEndpoints(bytes: Buffer): readonly OpcuaEndpoint[] | undefined {
  const chunk = chunkOf(bytes);
  if (chunk?.type !== 'MSG') return undefined;
  const { reader } = chunk;
  reader.skip(16);
  if (!skipHeader(reader, GET_ENDPOINTS + 3)) return undefined;
  const endpoints = reader.list(() => readEndpoint(reader));
  return reader.failed ? undefined : endpoints;
}

function readEndpoint(reader: OpcuaReader): OpcuaEndpoint {
  for (const _ of ['endpoint', 'application', 'product']) reader.text();
  const application = reader.localizedText();
  reader.uint32();
  for (const _ of ['gateway', 'discovery profile']) reader.text();
  reader.list(() => reader.text());
  reader.text();
  reader.uint32();
  const policy = reader.text().split('#').at(-1) ?? '';
  const userTokens = reader.list(() => readUserToken(reader));
  reader.text();
  reader.byte();
  return { application, policy, userTokens };
}

function readUserToken(reader: OpcuaReader): string {
  reader.text();
  const type = reader.uint32();
  for (const _ of ['issued type', 'issuer', 'policy']) reader.text();
  return USER_TOKENS[type] ?? 'other';
}

// Numbers of the binary encodings (OPC 10000-6 annex A); the response's is three more than the request's.
const OPEN_CHANNEL = 446;
const CLOSE_CHANNEL = 452;
const GET_ENDPOINTS = 428;
const POLICY_NONE = 'http://opcfoundation.org/UA/SecurityPolicy#None';

function urlOf(host: string, port: number): Buffer {
  const name = /^[\w.:-]{1,255}$/.test(host) ? host : 'invalid';
  return text(`opc.tcp://${name.includes(':') ? `[${name}]` : name}:${port}`);
}

/** Version 0, buffers of 64 KiB, messages and chunks without limit. */
function buildHello(host: string, port: number): Question {
  const bytes = message('HEL', uint32(0, 65_535, 65_535, 0, 0), urlOf(host, port));
  return { name: 'Hello', bytes, pattern: /^HELF.{4}\0{4}\xff\xff\0\0\xff\xff\0{10}.{4}opc\.tcp:\/\/[\w.:[\]-]+$/s };
}

/** A channel without security, for a minute. */
const OPEN: Question = {
  name: 'OpenSecureChannel without security',
  bytes: message(
    'OPN',
    Buffer.concat([uint32(0), text(POLICY_NONE), NOTHING, NOTHING, uint32(1, 1)]),
    Buffer.concat([request(OPEN_CHANNEL), uint32(0, 0, 1), NOTHING, uint32(60_000)]),
  ),
};

function buildGetEndpoints([channel, token]: readonly [number, number], url: Buffer): Question {
  const bytes = message('MSG', uint32(channel, token, 2, 2), request(GET_ENDPOINTS), url, NOTHING, NOTHING);
  return { name: 'GetEndpoints', bytes, pattern: /^MSGF.{20}\x01\0\xac\x01.+opc\.tcp:\/\/[\w.:[\]-]+\xff{8}$/s };
}

function buildClose([channel, token]: readonly [number, number]): Question {
  const bytes = message('CLO', uint32(channel, token, 3, 3), request(CLOSE_CHANNEL));
  return { name: 'CloseSecureChannel', bytes, pattern: /^CLOF.{20}\x01\0\xc4\x01.+$/s };
}

const EXAMPLE = [1, 1] as const;

export const opcua: Check = {
  name: 'opcua',
  ports: [4840],
  likelihood: 'rare',
  group: 'ics',
  effect: 'none',
  speaksFirst: 'client',
  sends: [
    buildHello('host.example', 4840),
    OPEN,
    buildGetEndpoints(EXAMPLE, urlOf('host.example', 4840)),
    buildClose(EXAMPLE),
  ],
  source: 'OPC 10000-4 (Services), OPC 10000-6 (Mappings), sections 5.2 and 7.1',
  reading:
    'Credentials are required where no endpoint takes anonymous users; where one does, what they may do is not asked, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const { host, port } = conversation;
    const hello = parse(await conversation.ask(buildHello(host, port), (bytes) => chunkOf(bytes) !== undefined));
    if (hello === undefined) return undefined;
    return answerOf(hello ? await askEndpoints(conversation) : []);
  },
};

async function askEndpoints(conversation: Conversation): Promise<readonly OpcuaEndpoint[]> {
  const channel = parseChannel(await conversation.ask(OPEN, (bytes) => chunkOf(bytes) !== undefined));
  if (channel === undefined) return [];
  const question = buildGetEndpoints(channel, urlOf(conversation.host, conversation.port));
  const endpoints = parseEndpoints(await conversation.ask(question, (bytes) => chunkOf(bytes) !== undefined));
  conversation.sayGoodbye(buildClose(channel));
  return endpoints ?? [];
}

function answerOf(endpoints: readonly OpcuaEndpoint[]): Answer {
  const tokens = [...new Set(endpoints.flatMap(({ userTokens }) => userTokens))];
  const policies = [...new Set(endpoints.map(({ policy }) => printable(policy, 40)))].slice(0, 16);
  const name = printable(endpoints[0]?.application ?? '', 80);
  return {
    product: name === '' ? null : name,
    version: null,
    confidence: 10,
    access: tokens.length > 0 && !tokens.includes('anonymous') ? 'required' : 'unknown',
    details: endpoints.length === 0 ? {} : { 'opcua.policies': policies, 'opcua.user_tokens': tokens },
  };
}
