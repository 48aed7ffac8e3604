import { describe, expect, it } from 'vitest';
import { http, parse } from '../../../src/identify/checks/http.ts';
import { APPLICATIONS } from '../../../src/identify/web/applications.ts';
import { assertSound, expressionsOf } from '../../../src/identify/web/assert-sound.ts';
import { matches } from '../../../src/identify/web/matches.ts';
import type { WebApplication } from '../../../src/identify/web/web-application.ts';
import { askCheck } from '../ask-check.ts';
import { nameOf, UNDECLARED } from '../recording-proxy.ts';
import { CONTAINERS_SPOKEN } from './replies-containers.ts';
import { SEARCH_SPOKEN } from './replies-search.ts';
import { WORK_SPOKEN } from './replies-work.ts';
import { NOT_FOUND, page, type Reply, type SpokenCase } from './replies.ts';
import { speakWeb } from './speak-web.ts';
import { REPLIES } from './web-cases.ts';

const SPOKEN: readonly SpokenCase[] = [...CONTAINERS_SPOKEN, ...SEARCH_SPOKEN, ...WORK_SPOKEN];

/** Those that the same question always gives away and those whose documentation knows no refusal. */
const NEVER_REFUSES: ReadonlySet<string> = new Set(['triton', 'selenium']);

describe('what the documentation says that it says, on a port that tells nothing', () => {
  it.each(SPOKEN.map((spoken, at) => [spoken.name, spoken.access, at, spoken] as const))(
    '%s: %s (case %i)',
    async (name, access, _, spoken) => {
      await using peer = await speakWeb(spoken);
      const found = await askCheck(http, peer);
      const product = APPLICATIONS.find((application) => application.name === name)?.product;
      expect(found?.answer).toMatchObject({ name, product, version: spoken.version, access });
      expect(peer.heard.join('')).toMatch(/^GET \/ HTTP/);
      for (const sent of peer.heard) expect(nameOf(sent, http.sends)).not.toBe(UNDECLARED);
    },
  );

  // The others have cases of their own in more-applications.test.ts.
  const own = APPLICATIONS.filter(({ name }) => !(name in REPLIES));
  it.each(own.map((application) => [application.name, application] as const))(
    '%s is spoken with and without a password',
    (name, { access }) => {
      const spoken = new Set(SPOKEN.filter((each) => each.name === name).map((each) => each.access));
      expect(spoken.size).toBeGreaterThan(0);
      const readings: readonly { readonly access: string }[] = access.flatMap((question) => [...question.readings]);
      const mayBeOpen = readings.some((reading) => reading.access === 'none-required');
      expect(spoken.has('none-required')).toBe(mayBeOpen);
      expect([...spoken].some((each) => each !== 'none-required')).toBe(!NEVER_REFUSES.has(name));
    },
  );
});

const HTML_EVERYWHERE = page('My shop', '<div id="root">Docker, Kubernetes, Jenkins, "ApiVersion"</div>');

describe('a server that is no application of the table', () => {
  it.each<[string, Pick<SpokenCase, 'replies' | 'elsewhere'>, string]>([
    ['serves one page for every path', { replies: {}, elsewhere: HTML_EVERYWHERE }, 'unknown'],
    ['says OK to every path', { replies: {}, elsewhere: [200, ['Content-Type: text/plain'], 'OK'] }, 'unknown'],
    ['says Ok. to every path', { replies: {}, elsewhere: [200, ['Content-Type: text/plain'], 'Ok.\n'] }, 'unknown'],
    ['says {} to every path', { replies: {}, elsewhere: '{}' }, 'unknown'],
    ['says [] to every path', { replies: {}, elsewhere: '[]' }, 'unknown'],
    ['knows no path', { replies: {} }, 'unknown'],
    [
      'wants a password for every path',
      { replies: {}, elsewhere: [401, ['WWW-Authenticate: Basic realm="x"'], ''] },
      'required',
    ],
    [
      'sends everybody to another host',
      { replies: {}, elsewhere: [302, ['Location: https://elsewhere.example/'], ''] },
      'unknown',
    ],
    ['sends everybody in circles', { replies: {}, elsewhere: [302, ['Location: /a/../'], ''] }, 'unknown'],
  ])('%s', async (_, spoken, access) => {
    await using peer = await speakWeb(spoken);
    const { answer } = (await askCheck(http, peer)) ?? {};
    expect(answer).toMatchObject({ product: null, access });
    expect(answer?.name).toBeUndefined();
    expect(peer.heard.length).toBe(1);
  });

  it.each<[string, Reply, number, number]>([
    ['with a page of its own', page('My shop'), 1, 1],
    ['that is nginx and has no page', [404, ['Server: nginx'], 'no'], 1, 1],
    ['that wants a password for everything', [401, ['WWW-Authenticate: Basic'], 'no'], 2, 2],
    ['that tells nothing', NOT_FOUND, 7, 22],
  ])('%s is asked little', async (_, elsewhere, least, most) => {
    await using peer = await speakWeb({ replies: {}, elsewhere });
    await askCheck(http, peer);
    const asked = peer.heard.join('').match(/^(?:GET|POST) \S+ HTTP\/1\.1\r$/gm)?.length;
    expect(asked).toBeGreaterThanOrEqual(least);
    expect(asked).toBeLessThanOrEqual(most);
  });
});

describe('the table', () => {
  const some = APPLICATIONS[0] as WebApplication;
  it.each<[string, readonly Partial<WebApplication>[]]>([
    ['listed twice', [{}, {}]],
    ['is no path', [{ identify: { path: 'version', marker: { body: /x/ } } }]],
    ['is no path', [{ identify: { path: '/a b', marker: { body: /x/ } } }]],
    ['nothing says why', [{ access: [{ path: '/a', method: 'POST', body: '{}', readings: [] }] }]],
    ['with a body', [{ access: [{ path: '/a', body: '{}', readings: [] }] }]],
    ['keeps state', [{ version: /x/g }]],
    ['whatever is said', [{ hints: [{ status: 200 }] }]],
    ['on a status alone', [{ access: [{ path: '/a', readings: [{ status: 200, access: 'none-required' }] }] }]],
    [
      'nothing proves it',
      [
        {
          name: 'a',
          product: 'A',
          ports: [],
          hints: [{ title: /x/ }],
          access: [],
          source: 'x',
          identify: undefined,
        } as never,
      ],
    ],
  ])('is refused where something %s', (complaint, entries) => {
    expect(() => assertSound(entries.map((entry) => ({ ...some, ...entry })))).toThrow(complaint);
  });

  const texts = [
    ...SPOKEN.flatMap(({ replies, elsewhere = NOT_FOUND }) => [...Object.values(replies), elsewhere]).map((reply) =>
      typeof reply === 'string' ? reply : reply[2],
    ),
    '"version":"',
    'a',
    ' ',
    '1.',
    '<server ',
  ].filter((text) => text !== '');

  it.each(APPLICATIONS.map((application) => [application.name, application] as const))(
    '%s reads a hostile page in no time',
    (_, application) => {
      const started = performance.now();
      for (const expression of expressionsOf(application)) {
        for (const text of texts) {
          for (const length of [text.length, 8, 24]) {
            const piece = text.slice(0, length);
            expression.test(piece.repeat(Math.ceil(16_384 / piece.length)).slice(0, 16_384));
          }
        }
      }
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );
});

describe('a kubelet that lets nobody in', () => {
  const kubelet = APPLICATIONS.find(({ name }) => name === 'kubelet');
  const response = parse(Buffer.from('HTTP/1.1 401 Unauthorized\r\nContent-Length: 12\r\n\r\nUnauthorized'));
  it.each([
    ['CN=node-1@1700000000', true],
    ['O=system:nodes, CN=system:node:node-1', true],
    ['CN=lab.example', false],
    ['CN=someone@example.com', false],
    [undefined, false],
  ])('is told by its certificate: %s', (certificate, expected) => {
    const proofs = (kubelet?.hints ?? []).filter(({ proves }) => proves === true);
    const isProven =
      response !== undefined && proofs.some((marker) => matches(marker, { path: '/', response, certificate }));
    expect(isProven).toBe(expected);
  });
});
