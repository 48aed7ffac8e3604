import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

/** CPONG: `AB`, length 1, type 9, and nothing else (AJPv13 protocol reference). */
export function parse(bytes: Buffer): boolean {
  return bytes.toString('hex') === '4142000109';
}

/** The status of SEND_HEADERS (type 4), the first packet of a response. */
export function parseStatus(bytes: Buffer): number | undefined {
  if (bytes.length < 7 || bytes.readUInt16BE(0) !== 0x4142 || bytes[4] !== 4 || bytes.readUInt16BE(2) < 3)
    return undefined;
  const status = bytes.readUInt16BE(5);
  return status >= 100 && status < 600 ? status : undefined;
}

const CPING: Question = { name: 'CPING', bytes: Buffer.from('123400010a', 'hex') };

function text(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([length, Buffer.from(`${value}\0`)]);
}

/**
 * HEAD of a page that nobody has, without a secret, for a client in TEST-NET-1 (RFC 5737): no filter by address may take us for somebody whom it
 * lets in.
 */
function buildHead(): Question {
  const body = Buffer.concat([
    Buffer.from([2, 3]),
    text('HTTP/1.1'),
    text('/portreeve-no-such-page'),
    text('192.0.2.1'),
    Buffer.from('ffff', 'hex'),
    text('localhost'),
    Buffer.from('0050000001a00b', 'hex'),
    text('localhost'),
    Buffer.from([0xff]),
  ]);
  const head = Buffer.from('12340000', 'hex');
  head.writeUInt16BE(body.length, 2);
  return { name: 'HEAD /portreeve-no-such-page', bytes: Buffer.concat([head, body]) };
}

const HEAD = buildHead();

export const ajp: Check = {
  name: 'ajp',
  ports: [8009],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [CPING, HEAD],
  source:
    'AJPv13 protocol reference (Apache Tomcat connectors), its CPing/CPong extension; Tomcat 10 AJP connector: secret, secretRequired',
  reading:
    'CPONG proves AJP. To the request for a page without a secret, 404 or 200 means that none is needed, 403 that one is; any other status leaves access unknown.',
  recognizes: parse,
  async run(conversation) {
    if (!parse(await conversation.ask(CPING, (bytes) => bytes.length >= 5))) return undefined;
    return { product: null, version: null, confidence: 10, access: await askForPage(conversation), details: {} };
  },
};

/** Tomcat answers 403 to whoever does not know the secret, before it looks for the page. */
async function askForPage(conversation: Conversation): Promise<Access> {
  const status = await conversation.askFor(HEAD, parseStatus);
  if (status === 403) return 'required';
  return status === 404 || status === 200 ? 'none-required' : 'unknown';
}
