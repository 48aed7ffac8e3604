import { expect, it } from 'vitest';
import { http } from '../../../src/identify/checks/http.ts';
import { httpProxy, parse } from '../../../src/identify/checks/http-proxy.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const NOBODY = { product: null, version: null };
const SQUID = { product: 'squid', version: '5.7' };

it.each([
  ['407 Proxy Authentication Required\r\nProxy-Authenticate: Basic', { ...NOBODY, access: 'required' }],
  ['503 X\r\nServer: squid/5.7\r\nX-Squid-Error: ERR_CONNECT_FAIL 111', { ...SQUID, access: 'none-required' }],
  ['403 X\r\nServer: squid/5.7\r\nX-Squid-Error: ERR_ACCESS_DENIED 0', { ...SQUID, access: 'unknown' }],
  ['400 X\r\nServer: squid/5.7\r\nX-Squid-Error: ERR_INVALID_URL 0', { ...SQUID, access: 'unknown' }],
  ['403 Access denied\r\nServer: tinyproxy/1.8', { product: 'tinyproxy', version: '1.8', access: 'unknown' }],
  ['503 Service Unavailable\r\nServer: haproxy', undefined],
  ['405 Not Allowed\r\nServer: nginx/1.22.1', undefined],
  ['200 OK\r\nVia: 1.1 varnish', undefined],
  ['200 OK\r\nServer: squid/5.7', undefined],
])('%j', (head, expected) => {
  const bytes = Buffer.from(`HTTP/1.1 ${head}\r\n\r\n`);
  expect(parse(bytes)).toEqual(expected);
  expect(http.recognizes(bytes)).toBe(expected === undefined);
});

it.each([
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi',
  'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n',
])('a web server that answers CONNECT with %j is no proxy', async (reply) => {
  await using peer = await startPeer((socket) => socket.on('data', () => socket.end(reply)));
  expect((await askCheck(httpProxy, peer))?.check.name).toBe('http');
});
