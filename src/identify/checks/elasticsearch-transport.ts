import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** TcpTransport, HttpRequestOnTransportException: the text alone, without any frame; old releases write "a HTTP port". */
export function parse(bytes: Buffer): 'not-http' | undefined {
  return /^This is not an? HTTP port$/.test(bytes.toString('latin1', 0, 64)) ? 'not-http' : undefined;
}

/** The one question that every release answers in the same words; the handshake of nodes differs from release to release. */
const REQUEST: Question = { name: 'GET / on the transport port', bytes: Buffer.from('GET / HTTP/1.1\r\n\r\n') };

/** Nodes of Elasticsearch and OpenSearch among themselves. */
export const elasticsearchTransport: Check = {
  name: 'elasticsearch-transport',
  ports: [9300],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [REQUEST],
  source: 'Elasticsearch and OpenSearch: TcpTransport, handling of HTTP requests on the transport port',
  reading:
    'The complaint that this is no HTTP port proves the transport port of Elasticsearch or OpenSearch. Whether a stranger may join is not asked, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(REQUEST, parse);
    if (reply === undefined) return undefined;
    // Whether a stranger may join is not asked.
    return { product: null, version: null, confidence: 8, access: 'unknown', details: {} };
  },
};
