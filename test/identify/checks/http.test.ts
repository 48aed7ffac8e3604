import { describe, expect, it } from 'vitest';
import { http, parse } from '../../../src/identify/checks/http.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

describe('a response (RFC 9112)', () => {
  it.each([
    ['HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n', { status: 204, title: undefined, complete: true }],
    ['HTTP/1.0 200 OK\n\n<TITLE lang=en>\n A  &  B\n</TITLE>', { status: 200, title: 'A & B', complete: false }],
    ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', { status: 200, title: undefined, complete: true }],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<title>So\r\n9\r\nlr</title\r\n1\r\n>\r\n0\r\n\r\n',
      { status: 200, title: 'Solr', complete: true },
    ],
    ['HTTP/1.1 200 OK\r\n\r\n<title>never ends', { status: 200, title: undefined, complete: false }],
    ['HTTP/1.1 200 OK\r\nServer: unfinished', { status: 200, title: undefined, complete: false }],
  ])('%j', (text, expected) => expect(parse(Buffer.from(text))).toMatchObject(expected));

  it.each(['RTSP/1.0 200 OK\r\n', 'HTTP/1.1 999 no\r\n', 'HTTP/2 200\r\n', 'ICY 200 OK\r\n', 'HTTP/1.1 200'])(
    'not %j',
    (text) => expect(parse(Buffer.from(text))).toBeUndefined(),
  );
});

it.each([
  ['http/nginx', 'unknown', { 'http.status': 200, 'http.title': 'Lab page', 'http.server': 'nginx/1.22.1' }],
  [
    'http/nginx-basic-auth',
    'required',
    { 'http.status': 401, 'http.title': '401 Authorization Required', 'http.server': 'nginx/1.22.1' },
  ],
] as const)('%s: %s', async (name, access, details) => {
  const found = await askRecording(http, name);
  expect(found?.answer).toEqual({ product: 'nginx', version: '1.22.1', confidence: 10, access, details });
});

it('leaves a web server that wants TLS to the tls check', () => {
  expect(http.recognizes(replyTo('tls/nginx-plain-question', 'GET /'))).toBe(false);
});

it('makes a hostile title and Server header harmless', async () => {
  await using peer = await startPeer((socket) => {
    socket.end(
      `HTTP/1.1 200 OK\r\nServer: \x1b[31m${'s'.repeat(5000)}\r\n\r\n<title>\u202e${'t'.repeat(5000)}</title>`,
    );
  });
  const found = await askCheck(http, peer);
  const details = found?.answer.details;
  expect(found?.evidence[0]?.received.length).toBe(2 * 256);
  expect(found?.evidence[0]?.text.length).toBe(256);
  expect(details?.['http.server']).toMatch(/^\\x1b\[31ms+…$/);
  expect(details?.['http.title']).toMatch(/^\\u\{202e\}t+…$/);
  expect(String(details?.['http.server']).length).toBe(200);
});

it('waits for an application that thinks for seconds', async () => {
  await using peer = await startPeer((socket) => {
    socket.once('data', () => setTimeout(() => socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n'), 2500));
  });
  const found = await askCheck(http, peer);
  expect(found?.answer.details).toEqual({ 'http.status': 503 });
});
