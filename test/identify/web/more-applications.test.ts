import { describe, expect, it } from 'vitest';
import { http, parse } from '../../../src/identify/checks/http.ts';
import type { HttpResponse } from '../../../src/identify/http-response.ts';
import { APPLICATIONS } from '../../../src/identify/web/applications.ts';
import { matches } from '../../../src/identify/web/matches.ts';
import { askCheck } from '../ask-check.ts';
import { nameOf, UNDECLARED } from '../recording-proxy.ts';
import { REPLIES } from './web-cases.ts';
import { bytesOf, servePages } from './serve-pages.ts';
import { plain, type WebReply } from './web-case.ts';

const CASES = Object.entries(REPLIES).flatMap(([name, cases]) =>
  Object.entries(cases).map(([title, { onUsualPort, ...rest }], at) => {
    const application = APPLICATIONS.find((one) => one.name === name);
    return { name, title, at, application, port: onUsualPort === true ? (application?.ports[0] ?? 0) : 0, ...rest };
  }),
);

describe('an application that says what its documentation says', () => {
  it.concurrent.each(CASES)(
    '$name: $title',
    async ({ name, at, application, port, access, version, details = {}, ...pages }) => {
      await using peer = await servePages(pages, port === 0 ? {} : { address: `127.90.7.${at + 1}`, port });
      const found = await askCheck(http, peer);
      const expected = { name, product: application?.product, access, details };
      expect(found?.answer).toMatchObject(version === undefined ? expected : { ...expected, version });
      for (const sent of peer.heard) expect(nameOf(sent, http.sends)).not.toBe(UNDECLARED);
    },
  );
});

describe('every answer about access was given by a peer', () => {
  it.each(
    APPLICATIONS.filter(({ name }) => name in REPLIES).map((application) => [application.name, application] as const),
  )('%s', (name, { access }) => {
    const possible = new Set(access.flatMap(({ readings }) => readings.map((reading) => reading.access)));
    const given = new Set(Object.values(REPLIES[name] ?? {}).map((one) => one.access));
    expect([...possible].filter((one) => !given.has(one) && one !== 'unknown')).toEqual([]);
    expect(given.size).toBeGreaterThan(0);
  });
});

describe('what proves an application is said by no other', () => {
  it.each(CASES)('$name: $title', ({ name, pages, otherwise = page }) => {
    const said = [...Object.values(pages), otherwise].map(responseOf);
    const claimed = APPLICATIONS.filter(({ hints }) =>
      hints.some((hint) => hint.proves === true && said.some((response) => matches(hint, { path: '/', response }))),
    );
    expect(claimed.map((application) => application.name).filter((other) => other !== name)).toEqual([]);
  });
});

const page = plain('', 404);

function responseOf(said: WebReply): HttpResponse {
  const response = parse(Buffer.from(bytesOf(said, 'GET')));
  if (response === undefined) throw new Error('a case that is no response');
  return response;
}
