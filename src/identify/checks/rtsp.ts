import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import { isLiteralHost } from '../literal-host.ts';
import type { Question } from '../question.ts';
import { splitProduct } from '../split-product.ts';

/** A complete head of a response. */
export interface RtspResponse {
  readonly status: number;
  readonly server: string | undefined;
  /** Whether a session description follows. */
  readonly describes: boolean;
}

/** RFC 2326 section 7.1: the status line and fields as in HTTP. */
export function parse(bytes: Buffer): RtspResponse | undefined {
  const text = bytes.toString('latin1', 0, 8192);
  const status = /^RTSP\/[12]\.0 ([1-5]\d\d)(?: [^\r\n]{0,200})?\r?\n/.exec(text)?.[1];
  const end = text.search(/\r?\n\r?\n/);
  if (status === undefined || end < 0) return undefined;
  const head = text.slice(0, end);
  return {
    status: Number(status),
    server: /^Server: *([^\r\n]{1,200})/im.exec(head)?.[1],
    describes: /^Content-Type: *application\/sdp\b/im.test(head),
  };
}

function build(method: 'OPTIONS' | 'DESCRIBE', host: string, port: number): Question {
  const name = isLiteralHost(host) ? host : 'invalid';
  const url = `rtsp://${name.includes(':') ? `[${name}]` : name}:${port}/`;
  const sequence = method === 'OPTIONS' ? 1 : 2;
  const accept = method === 'OPTIONS' ? '' : 'Accept: application/sdp\r\n';
  return {
    name: method,
    bytes: Buffer.from(`${method} ${url} RTSP/1.0\r\nCSeq: ${sequence}\r\nUser-Agent: portreeve\r\n${accept}\r\n`),
    pattern: new RegExp(
      `^${method} rtsp://[\\w.:\\[\\]-]+/ RTSP/1\\.0\\r\\nCSeq: ${sequence}\\r\\nUser-Agent: portreeve\\r\\n${accept}\\r\\n$`,
    ),
  };
}

/** A description is given to who may watch. Streams have paths of their own, so that 404 tells nothing. */
function accessOf(reply: RtspResponse | undefined): Access {
  if (reply?.status === 401) return 'required';
  return reply?.status === 200 && reply.describes ? 'none-required' : 'unknown';
}

export const rtsp: Check = {
  name: 'rtsp',
  ports: [554, 8554, 10_554],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [build('OPTIONS', 'host.example', 554), build('DESCRIBE', 'host.example', 554)],
  source: 'RFC 2326',
  reading:
    'A status line proves RTSP. 401 means that credentials are required, a description of a stream that none are needed. Streams have paths of their own, so that 404 and all else leave access unknown.',
  recognizes: (bytes) => /^RTSP\/[12]\.0 [1-5]\d\d\b/.test(bytes.toString('latin1', 0, 16)),
  async run(conversation) {
    const { host, port } = conversation;
    const options = await conversation.askFor(build('OPTIONS', host, port), parse);
    if (options === undefined) return undefined;
    const wanted = conversation.end === undefined && options.status !== 401;
    const described = wanted ? await conversation.askFor(build('DESCRIBE', host, port), parse) : undefined;
    const server = options.server ?? described?.server;
    return {
      ...(server === undefined ? { product: null, version: null } : splitProduct(printable(server, 80), /[/ ]/)),
      confidence: 10,
      access: accessOf(described ?? options),
      details: {},
    };
  },
};
