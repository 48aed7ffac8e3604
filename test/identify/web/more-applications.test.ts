import { describe, expect, it } from 'vitest';
import { http } from '../../../src/identify/checks/http.ts';
import { APPLICATIONS } from '../../../src/identify/web/applications.ts';
import { askCheck } from '../ask-check.ts';
import { nameOf, UNDECLARED } from '../recording-proxy.ts';
import { REPLIES } from './web-cases.ts';
import { servePages } from './serve-pages.ts';

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
