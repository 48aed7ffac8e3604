import type { Facts } from '../../model/facts.ts';
import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import { complainsOfHttp } from '../complains-of-http.ts';
import { parseHttp, type HttpResponse } from '../http-response.ts';
import { APPLICATIONS } from '../web/applications.ts';
import { questionsOf } from '../web/assert-sound.ts';
import { readChallenges } from '../web/challenges.ts';
import { findApplication } from '../web/find-application.ts';
import { buildRequest, nameOf, WHERE_A_REDIRECT_LEADS } from '../web/request.ts';
import { serverProduct } from '../web/server-product.ts';
import type { WebQuestion } from '../web/web-application.ts';
import { WebSession } from '../web/web-session.ts';
import { parse as parseProxy } from './http-proxy.ts';
import { tellsOfTls } from './tls.ts';

/** The first response in the bytes, complete or not. */
export const parse: (bytes: Buffer) => HttpResponse | undefined = parseHttp;

/** Answers in HTTP of those who do not serve pages: TLS or another protocol is expected, or a proxy says what it thinks of the request. */
function isForOthers(bytes: Buffer): boolean {
  return tellsOfTls(bytes) || complainsOfHttp(bytes) !== undefined || parseProxy(bytes) !== undefined;
}

const ROOT: WebQuestion = { path: '/' };

/** Every question of the table once, whichever applications share it. */
const QUESTIONS = [
  ...new Map([ROOT, ...APPLICATIONS.flatMap(questionsOf)].map((question) => [nameOf(question), question])).values(),
].map((question) => buildRequest(question, 'host.example', 8080));

/** The web, its second ports, and those of products that are not in the table; the table adds its own. */
const PORTS: readonly number[] = [
  80, 81, 443, 591, 631, 2375, 2376, 2379, 2380, 3000, 3128, 4040, 4444, 4646, 5000, 5601, 5984, 5985, 5986, 6060, 6333,
  6443, 6984, 7001, 7474, 7547, 8000, 8008, 8080, 8081, 8086, 8088, 8089, 8111, 8123, 8161, 8200, 8265, 8443, 8500,
  8529, 8888, 8983, 9000, 9090, 9200, 9229, 9443, 9870, 9999, 10000, 10250, 10255, 11434, 15672, 16686, 50070,
];

export const http: Check = {
  name: 'http',
  ports: [...new Set([...PORTS, ...APPLICATIONS.flatMap(({ ports }) => ports)])],
  likelihood: 'common',
  effect: 'none',
  speaksFirst: 'client',
  sends: [...QUESTIONS, WHERE_A_REDIRECT_LEADS],
  source: 'RFC 9110, RFC 9112, and the documentation that src/identify/web/applications names',
  reading:
    'An application is named by the marker and judged by the access question of its row in the table; of other pages 401 and 407 ask for credentials, and every other, 200 included, leaves access unknown, because pages for everybody are what the web is for.',
  recognizes: (bytes) => parse(bytes) !== undefined && !isForOthers(bytes),
  async run(conversation) {
    await using session = new WebSession(conversation);
    const response = await session.ask(ROOT);
    if (response === undefined || isForOthers(conversation.firstHeard)) return undefined;
    const found = await findApplication(session, response, conversation);
    const details = { ...factsOf(response), ...found?.facts };
    if (found !== undefined) {
      const { application, version, access } = found;
      return { name: application.name, product: application.product, version, confidence: 10, access, details };
    }
    // A page for everybody is what the web is for: 200 proves no missing password, and 403 may have any reason.
    const access = response.status === 401 || response.status === 407 ? 'required' : 'unknown';
    return { ...serverProduct(response), confidence: 10, access, details };
  },
};

function factsOf({ status, headers, title }: HttpResponse): Facts {
  const server = headers.get('server');
  const { schemes, realm } = readChallenges(headers.get('www-authenticate') ?? '');
  return {
    'http.status': status,
    ...(title === undefined ? {} : { 'http.title': printable(title, 200) }),
    ...(server === undefined ? {} : { 'http.server': printable(server, 200) }),
    ...(schemes.length === 0 ? {} : { 'http.auth': schemes }),
    ...(realm === undefined || realm === '' ? {} : { 'http.realm': printable(realm, 200) }),
  };
}
