import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import { parseHttp, type HttpResponse } from '../http-response.ts';
import type { Question } from '../question.ts';
import { splitProduct } from '../split-product.ts';

/** An answer of a proxy, which a web server does not give: which product it is, and whom it serves. */
export interface ProxyReply {
  readonly product: string | null;
  readonly version: string | null;
  readonly access: Access;
}

/** RFC 9110: 407 and Proxy-Authenticate come from proxies only (sections 15.5.8, 11.7.1); beyond that products name themselves. */
export function parse(bytes: Buffer): ProxyReply | undefined {
  const response = parseHttp(bytes);
  if (response === undefined) return undefined;
  const text = bytes.toString('latin1', 0, 8192);
  const product = productOf(response, text);
  const wantsLogin = response.status === 407 || response.headers.has('proxy-authenticate');
  if (product === undefined && !wantsLogin) return undefined;
  const access = wantsLogin ? 'required' : accessOf(response, text);
  return { product: null, version: null, ...product, access };
}

/** What Privoxy says to a request for a page of its own. */
const PRIVOXY_REFUSAL = 'HTTP/1.1 400 Invalid header received from client\r\n';

function productOf(response: HttpResponse, text: string): Omit<ProxyReply, 'access'> | undefined {
  const server = printable(response.headers.get('server') ?? '', 80);
  const isSquid = /^squid\b/i.test(server) && response.headers.has('x-squid-error');
  if (isSquid || /^tinyproxy\//i.test(server)) return splitProduct(server, /\//);
  if (/<title>[^<]{0,100}\(Privoxy@/.test(text) || text.startsWith(PRIVOXY_REFUSAL))
    return { product: 'Privoxy', version: null };
  return undefined;
}

/**
 * Only the proxy's own words tell that it tried to connect for us: other servers, too, answer 500 and 503. A 403 may be about the port that was
 * asked for, unless it says that it is about who asks.
 */
function accessOf(response: HttpResponse, text: string): Access {
  const squid = response.headers.get('x-squid-error') ?? '';
  const tried =
    squid.startsWith('ERR_CONNECT_FAIL') ||
    text.includes('Tinyproxy was unable to connect') ||
    /<title>503 - Connect failed \(Privoxy@/.test(text);
  if (tried) return 'none-required';
  return text.includes('has not configured it to service requests from your host') ? 'refused-by-acl' : 'unknown';
}

/** Port 1 of the proxy itself, where nobody listens: no third party is touched. */
const CONNECT: Question = {
  name: 'CONNECT to its own port 1',
  bytes: Buffer.from('CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n'),
};

const HEAD_END = '\r\n\r\n';

/** The head, and as much of the page as says why. */
function hasReason(bytes: Buffer): boolean {
  return bytes.includes(HEAD_END) && bytes.length > bytes.indexOf(HEAD_END) + 512;
}

export const httpProxy: Check = {
  name: 'http-proxy',
  ports: [3128, 8118],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [CONNECT],
  source: 'RFC 9110 sections 9.3.6 and 15.5.8; error pages of Squid, tinyproxy and Privoxy',
  reading:
    'A demand for proxy credentials (407), or a page that only a proxy writes, proves it. The demand means that credentials are required, a failed attempt to connect for us that none are needed, the word that this host is not served that it is refused. Any other answer may be about the port that was asked for and leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = parse(await conversation.ask(CONNECT, hasReason));
    if (reply === undefined) return undefined;
    return { ...reply, confidence: 10, details: {} };
  },
};
