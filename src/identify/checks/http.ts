import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { parseHttp, type HttpResponse } from '../http-response.ts';
import { splitProduct } from '../split-product.ts';
import { tellsOfTls } from './tls.ts';

/** The first response in the bytes, complete or not. */
export const parse: (bytes: Buffer) => HttpResponse | undefined = parseHttp;

/** RFC 9112 section 3.2: the Host field names what was asked for; an IPv6 address goes in brackets. */
export function buildRequest(host: string, port: number): Question {
  // Host names were checked where targets are parsed; nothing else may reach a header line.
  const name = /^[\w.:-]{1,255}$/.test(host) ? host : 'invalid';
  const authority = `${name.includes(':') ? `[${name}]` : name}${port === 80 || port === 443 ? '' : `:${port}`}`;
  const lines = [
    'GET / HTTP/1.1',
    `Host: ${authority}`,
    'User-Agent: portreeve',
    'Accept: text/html, */*;q=0.5',
    'Connection: close',
  ];
  return {
    name: 'GET /',
    bytes: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`),
    pattern:
      /^GET \/ HTTP\/1\.1\r\nHost: [\w.:[\]-]+\r\nUser-Agent: portreeve\r\nAccept: [^\r\n]+\r\nConnection: close\r\n\r\n$/,
  };
}

/** The title, the end of the announced body, or the end of what can be waited for. */
function isEnough(bytes: Buffer): boolean {
  const response = parse(bytes);
  return response !== undefined && (response.complete || response.title !== undefined);
}

/** An application that was idle, or whose backend is down, may think for seconds about a page. */
const PAGE_MS = 5000;

export const http: Check = {
  name: 'http',
  // The web, and the products that speak HTTP on a port of their own (container engines, search, metrics, consoles).
  ports: [
    80, 81, 443, 591, 631, 2375, 2376, 2379, 2380, 3000, 3128, 4040, 4444, 4646, 5000, 5601, 5984, 5985, 5986, 6060,
    6333, 6443, 6984, 7001, 7474, 7547, 8000, 8008, 8080, 8081, 8086, 8088, 8089, 8111, 8123, 8161, 8200, 8265, 8443,
    8500, 8529, 8888, 8983, 9000, 9090, 9200, 9229, 9443, 9870, 9999, 10000, 10250, 10255, 11434, 15672, 16686, 50070,
  ],
  likelihood: 'common',
  effect: 'none',
  speaksFirst: 'client',
  sends: [buildRequest('host.example', 8080)],
  source: 'RFC 9110, RFC 9112',
  reading:
    '401 and 407 ask for credentials; every other page, 200 included, leaves access unknown, because pages for everybody are what the web is for.',
  recognizes: (bytes) => parse(bytes) !== undefined && !tellsOfTls(bytes),
  async run(conversation) {
    const bytes = await conversation.ask(buildRequest(conversation.host, conversation.port), isEnough, PAGE_MS);
    const response = parse(bytes);
    if (response === undefined || tellsOfTls(bytes)) return undefined;
    const server = response.headers.get('server');
    const named = server === undefined ? undefined : splitProduct(printable(server.split(/[ (]/)[0] ?? '', 80), /\//);
    return {
      product: named === undefined || named.product === '' ? null : named.product,
      version: named?.version ?? null,
      confidence: 10,
      // A page for everybody is what the web is for: 200 proves no missing password, and 403 may have any reason.
      access: response.status === 401 || response.status === 407 ? 'required' : 'unknown',
      details: {
        'http.status': response.status,
        ...(response.title === undefined ? {} : { 'http.title': printable(response.title, 200) }),
        ...(server === undefined ? {} : { 'http.server': printable(server, 200) }),
      },
    };
  },
};
