import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { speaksHttp2 } from '../web/http2.ts';

/** What an HTTP/2 server says: whether it answers in gRPC, and with which status. */
export interface Http2Reply {
  /** The response's fields have arrived. */
  readonly answered: boolean;
  readonly grpc: boolean;
  readonly unauthenticated: boolean;
}

const FRAME_HEADER = 9;
const HEADERS = 1;
const SETTINGS = 4;

/** RFC 9113 section 4.1: frames of length (3), type, flags, stream (4); a server begins with SETTINGS on stream 0, pairs of six bytes. */
export function parse(bytes: Buffer): Http2Reply | undefined {
  if (bytes.length < FRAME_HEADER || bytes[3] !== SETTINGS || bytes[4] !== 0 || bytes.readUInt32BE(5) !== 0)
    return undefined;
  const length = bytes.readUIntBE(0, 3);
  if (length % 6 !== 0 || length > 120 || bytes.length < FRAME_HEADER + length) return undefined;
  // Later extensions are above 6 (section 6.5.2), and their identifiers are far from zero.
  if (length > 0 && bytes.readUInt16BE(FRAME_HEADER) === 0) return undefined;
  const block = Buffer.concat(headerBlocks(bytes));
  // Without settings and without an answer these are nine bytes of almost nothing, which others say too.
  if (length === 0 && block.length === 0) return undefined;
  return {
    answered: block.length > 0,
    grpc: hasEither(block, GRPC_STATUS) || hasEither(block, GRPC_TYPE),
    unauthenticated: hasEither(block, UNAUTHENTICATED),
  };
}

function headerBlocks(bytes: Buffer): readonly Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 0; bytes.length >= at + FRAME_HEADER;) {
    const end = at + FRAME_HEADER + bytes.readUIntBE(at, 3);
    if (bytes.length < end) break;
    if (bytes[at + 3] === HEADERS) blocks.push(bytes.subarray(at + FRAME_HEADER, end));
    at = end;
  }
  return blocks;
}

/** Text as HPACK (RFC 7541) may write it: as it is, or in the fixed Huffman code of appendix B, which begins and ends with a byte. */
type Either = readonly Buffer[];
const GRPC_TYPE: Either = [Buffer.from('application/grpc'), Buffer.from('1d75d0620d263d4c4d6564', 'hex')];
const GRPC_STATUS: Either = [Buffer.from('grpc-status'), Buffer.from('9acac8b21234da8f', 'hex')];
/** The same with the length and the text of status 16 after it. */
const UNAUTHENTICATED = GRPC_STATUS.flatMap((name) =>
  [Buffer.from('\x0216'), Buffer.from('820b9f', 'hex')].map((value) => Buffer.concat([name, value])),
);

function hasEither(block: Buffer, either: Either): boolean {
  return either.some((text) => block.includes(text));
}

function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from([0, 0, payload.length, type, flags, 0, 0, 0, stream]), payload]);
}

/** A field whose name stands in the lead, and whose value is written out. */
function field(lead: readonly number[], value: string): Buffer {
  return Buffer.concat([Buffer.from([...lead, value.length]), Buffer.from(value)]);
}

/** Fields of the static table, and literals without indexing: a call of a method that nobody has, with an empty message. */
function buildCall(): Question {
  const fields = Buffer.concat([
    Buffer.of(0x83, 0x86), // POST, http
    field([0x04], '/portreeve.None/None'),
    field([0x01], 'portreeve.invalid'),
    field([0x0f, 0x10], 'application/grpc'),
    field([0x00, 0x02, 0x74, 0x65], 'trailers'),
  ]);
  const call = [frame(HEADERS, 4, 1, fields), frame(0, 1, 1, Buffer.alloc(5))];
  return {
    name: 'call of no method',
    bytes: Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(SETTINGS, 0, 0), ...call]),
  };
}

const CALL = buildCall();
const GOAWAY: Question = { name: 'GOAWAY', bytes: frame(7, 0, 0, Buffer.alloc(8)) };

export const grpc: Check = {
  name: 'grpc',
  ports: [50051, 19530, 6334],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [CALL, GOAWAY],
  source: 'RFC 9113, RFC 7541; gRPC over HTTP2 (PROTOCOL-HTTP2.md)',
  reading:
    'SETTINGS prove HTTP/2, a status or content type of gRPC in the answer gRPC; without one it is the web. Status 16 (UNAUTHENTICATED) to a call of no method means that credentials are required; any other leaves access unknown, because it says nothing about methods that exist.',
  recognizes: (bytes) => speaksHttp2(bytes) || parse(bytes) !== undefined,
  async run(conversation) {
    const reply = parse(await conversation.ask(CALL, (bytes) => parse(bytes)?.answered === true));
    if (reply === undefined) return undefined;
    conversation.sayGoodbye(GOAWAY);
    return {
      // HTTP/2 without gRPC in the answer is the web.
      ...(reply.grpc ? {} : { name: 'http' }),
      product: null,
      version: null,
      confidence: 10,
      access: reply.unauthenticated ? 'required' : 'unknown',
      details: reply.grpc ? {} : { 'http.version': '2' },
    };
  },
};
