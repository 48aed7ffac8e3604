import { describe, expect, it } from 'vitest';
import { buildRequest, pathOfRedirect, WHERE_A_REDIRECT_LEADS } from '../../../src/identify/web/request.ts';

describe('the Host field', () => {
  it.each([
    ['lab.example', 8080, 'Host: lab.example:8080'],
    ['lab.example', 443, 'Host: lab.example'],
    ['2001:db8::1', 80, 'Host: [2001:db8::1]'],
    ['evil\r\nX: y', 80, 'Host: invalid'],
  ])('%j port %i: %s', (host, port, line) =>
    expect(buildRequest({ path: '/' }, host, port).bytes.toString().split('\r\n')[1]).toBe(line),
  );

  it('names localhost where a server answers to nothing else', () => {
    const { bytes } = buildRequest({ path: '/json/version', asLocalhost: true }, 'lab.example', 9229);
    expect(bytes.toString()).toContain('\r\nHost: localhost:9229\r\n');
  });
});

describe('the declared pattern', () => {
  const question = { path: '/a?b=[1]', method: 'POST', body: '{"a":"$1"}' } as const;
  const { pattern } = buildRequest(question, 'host.example', 8080);

  it('leaves the host open', () =>
    expect(buildRequest(question, '::1', 1).bytes.toString('latin1')).toMatch(pattern ?? ''));
  it.each([
    { ...question, path: '/a?b=1' },
    { ...question, body: '{"a":"$2"}' },
  ])('and nothing else', (other) =>
    expect(buildRequest(other, 'host.example', 8080).bytes.toString('latin1')).not.toMatch(pattern ?? ''),
  );
});

describe('a redirect', () => {
  it.each([
    ['/login?next=%2F#top', '/', '/login?next=%2F'],
    ['http://lab.example:8080/ui/', '/', '/ui/'],
    ['HTTP://LAB.example:8080', '/a', '/'],
    ['ui/', '/a/b', '/a/ui/'],
    ['./login', '/', '/login'],
  ])('to %s from %s leads to %s', (location, from, path) => {
    expect(pathOfRedirect(location, from, 'http://lab.example:8080')).toBe(path);
    const { bytes } = buildRequest({ path }, 'lab.example', 8080);
    expect(bytes.toString('latin1')).toMatch(WHERE_A_REDIRECT_LEADS.pattern ?? '');
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example/',
    'http://lab.example/other-port',
    'https://lab.example:8080/other-scheme',
    'javascript:alert(1)',
    '/a b',
    '/a\r\nX: y',
    `/${'a'.repeat(300)}`,
    '/',
  ])('to %j leads nowhere', (location) =>
    expect(pathOfRedirect(location, '/', 'http://lab.example:8080')).toBeUndefined(),
  );
});

it.each([
  ['http://lab.example:80', 'http://lab.example/a', '/a'],
  ['https://lab.example:443', 'https://LAB.example/a', '/a'],
  ['https://lab.example:443', 'https://lab.example:443/a', '/a'],
  ['http://lab.example:443', 'https://lab.example/a', undefined],
  ['http://[2001:db8::1]:80', 'http://[2001:db8::1]/a', '/a'],
])('the usual port of %s may be left out in %s', (origin, location, path) =>
  expect(pathOfRedirect(location, '/', origin)).toBe(path),
);
