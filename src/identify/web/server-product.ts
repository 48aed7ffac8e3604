import { printable } from '../../model/printable.ts';
import type { HttpResponse } from '../http-response.ts';
import { splitProduct } from '../split-product.ts';

/** Product and version, as far as they are told. */
export interface ServerProduct {
  readonly product: string | null;
  readonly version: string | null;
}

/** Names that say less than everybody knows, by the first word of the Server field in lower case. */
const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['apache', 'Apache httpd'],
  ['apache-coyote', 'Apache Tomcat'],
  ['microsoft-iis', 'Microsoft IIS'],
  ['microsoft-httpapi', 'Microsoft HTTPAPI'],
  ['simplehttp', 'Python http.server'],
  ['basehttp', 'Python http.server'],
  ['tornadoserver', 'Tornado'],
  ['miniserv', 'Webmin'],
  ['wsgiserver', 'Python wsgiref'],
  ['akamaighost', 'Akamai'],
  ['gse', 'Google'],
  ['istio-envoy', 'Envoy'],
]);

/** Products whose number in the Server field is another one's: that of Coyote, of the handler class, of a protocol. */
const NUMBER_OF_ANOTHER: ReadonlySet<string> = new Set(['apache-coyote', 'simplehttp', 'basehttp', 'wsgiserver']);

/** Frameworks that say who they are in X-Powered-By only, where the server says nothing. */
const POWERED_BY =
  /^(Express|Next\.js|PHP|ASP\.NET|PleskLin|Phusion Passenger|Undertow|JSF|Servlet)(?:[/ ]v?(\d[\w.+-]{0,40}))?/;

/** Tomcat has no Server field; its pages and errors say `Apache Tomcat/10.1.6`. */
const TOMCAT = /(?:<title>|<h3>)Apache Tomcat\/(\d[\w.-]{0,30})/;

/** Product and version of a web server that is no application of the table. RFC 9110 section 10.2.4: product, version, comments. */
export function serverProduct(response: HttpResponse): ServerProduct {
  const server = response.headers.get('server') ?? '';
  const named = productOfField(server);
  if (named.product !== null && named.version !== null) return named;
  const tomcat = TOMCAT.exec(response.body.slice(0, 4096))?.[1];
  if (tomcat !== undefined) return { product: 'Apache Tomcat', version: printable(tomcat, 80) };
  if (named.product !== null) return named;
  const powered = POWERED_BY.exec(response.headers.get('x-powered-by') ?? '');
  return powered === null ? named : { product: powered[1] ?? null, version: powered[2] ?? null };
}

function productOfField(server: string): ServerProduct {
  // aiohttp names Python first, Jetty puts its version in brackets.
  const aiohttp = /^Python\/[\d.]{1,12} aiohttp\/(\d[\w.]{0,20})/.exec(server);
  if (aiohttp !== null) return { product: 'aiohttp', version: aiohttp[1] ?? null };
  const jetty = /^Jetty\((\d[\w.-]{0,40})\)/i.exec(server);
  if (jetty !== null) return { product: 'Jetty', version: jetty[1] ?? null };
  const { product, version } = splitProduct(printable(server.split(/[ (]/, 1)[0] ?? '', 80), /\//);
  if (product === '') return { product: null, version: null };
  const key = (product.split('/', 1)[0] ?? '').toLowerCase();
  return { product: PRODUCTS.get(key) ?? product, version: NUMBER_OF_ANOTHER.has(key) ? null : version };
}
