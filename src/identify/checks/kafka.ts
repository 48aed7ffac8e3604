import { printable } from '../../model/printable.ts';
import type { Answer, Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

/** The body of a response, once all of it is there. */
interface KafkaResponse {
  readonly correlation: number;
  readonly body: Buffer;
}

/** Kafka protocol guide, "Common Request and Response Structure": size, correlation id, body. */
export function parse(bytes: Buffer): KafkaResponse | undefined {
  if (bytes.length < 8) return undefined;
  const size = bytes.readInt32BE(0);
  if (size < 4 || bytes.length < 4 + size) return undefined;
  return { correlation: bytes.readInt32BE(4), body: bytes.subarray(8, 4 + size) };
}

/** ApiVersions response v0: error, and the requests that the broker knows with their versions, of 6 bytes each and nothing behind. */
export function parseApiVersions(bytes: Buffer): boolean {
  const response = parse(bytes);
  if (response?.correlation !== API_VERSIONS_ID || response.body.length < 6) return false;
  const count = response.body.readInt32BE(2);
  return response.body.readInt16BE(0) === 0 && count > 0 && response.body.length === 6 + 6 * count;
}

/** Metadata response v1 to a question for no topics: how many brokers the cluster has. */
export function parseMetadata(bytes: Buffer): number | undefined {
  const response = parse(bytes);
  if (response?.correlation !== METADATA_ID || response.body.length < 12) return undefined;
  const brokers = response.body.readInt32BE(0);
  // A broker has at least node, host, port and rack; behind the brokers come the controller and no topics.
  const isPlausible = brokers >= 0 && response.body.length >= 12 + 12 * brokers;
  return isPlausible && response.body.readInt32BE(response.body.length - 4) === 0 ? brokers : undefined;
}

/** SaslHandshake response: the mechanisms that are enabled, `undefined` unless the broker refuses ours for want of being among them (error 33). */
export function parseMechanisms(bytes: Buffer): readonly string[] | undefined {
  const response = parse(bytes);
  if (response?.correlation !== SASL_ID || response.body.length < 6 || response.body.readInt16BE(0) !== 33)
    return undefined;
  const names: string[] = [];
  for (let offset = 6; offset + 2 <= response.body.length && names.length < 16;) {
    const end = offset + 2 + response.body.readUInt16BE(offset);
    names.push(printable(response.body.toString('latin1', offset + 2, end), 32));
    offset = end;
  }
  return names.sort();
}

const API_VERSIONS_ID = 0x706f7201;
const METADATA_ID = 0x706f7202;
const SASL_ID = 0x706f7203;

function buildRequest(name: string, key: number, id: number, rest: string): Question {
  const head = Buffer.alloc(10);
  head.writeInt16BE(key >> 8, 0);
  head.writeInt16BE(key & 0xff, 2);
  head.writeInt32BE(id, 4);
  head.writeInt16BE('portreeve'.length, 8);
  const request = Buffer.concat([head, Buffer.from('portreeve'), Buffer.from(rest, 'hex')]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(request.length);
  return { name, bytes: Buffer.concat([size, request]) };
}

const API_VERSIONS = buildRequest('ApiVersions v0', 0x1200, API_VERSIONS_ID, '');
/** Version 0 would ask for every topic, and naming one may create it. */
const METADATA = buildRequest('Metadata v1 of no topics', 0x0301, METADATA_ID, '00000000');
/** No mechanism has no name: the refusal lists those that there are, and no login begins. */
const SASL = buildRequest('SaslHandshake v1 without a mechanism', 0x1101, SASL_ID, '0000');

export const kafka: Check = {
  name: 'kafka',
  ports: [9092, 9093, 9094, 19092, 29092],
  likelihood: 'occasional',
  effect: 'session',
  speaksFirst: 'client',
  sends: [API_VERSIONS, METADATA, SASL],
  source: 'Apache Kafka protocol guide: ApiVersions, Metadata, SaslHandshake; KIP-43, KIP-152 (order of SASL)',
  reading:
    'ApiVersions proves Kafka. Metadata mean that no credentials are needed; a broker that hangs up on that question and then lists SASL mechanisms requires them. Anything else leaves access unknown.',
  recognizes: parseApiVersions,
  async run(conversation) {
    if (!parseApiVersions(await conversation.ask(API_VERSIONS, isWhole))) return undefined;
    const brokers = parseMetadata(await conversation.ask(METADATA, isWhole));
    if (brokers !== undefined) return answer('none-required', { 'kafka.brokers': brokers });
    // A broker that wants SASL ends the connection on every other request.
    const mechanisms = conversation.end === undefined ? undefined : await askMechanisms(conversation);
    return mechanisms === undefined ? answer('unknown', {}) : answer('required', { 'kafka.mechanisms': mechanisms });
  },
};

function isWhole(bytes: Buffer): boolean {
  return parse(bytes) !== undefined;
}

function answer(access: Answer['access'], details: Answer['details']): Answer {
  return { product: null, version: null, confidence: 10, access, details };
}

async function askMechanisms(conversation: Conversation): Promise<readonly string[] | undefined> {
  await using fresh = await conversation.again();
  return fresh === undefined ? undefined : parseMechanisms(await fresh.ask(SASL, isWhole));
}
