import { createServer } from 'node:http2';
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
    {
      'http.status': 401,
      'http.title': '401 Authorization Required',
      'http.server': 'nginx/1.22.1',
      'http.auth': ['basic'],
      'http.realm': 'lab',
    },
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

describe('one connection', () => {
  const OK = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';

  it('is kept for all questions where the server keeps it', async () => {
    await using peer = await startPeer((socket) => socket.on('data', () => socket.write(OK)));
    await askCheck(http, peer);
    expect(peer.heard.length).toBe(1);
    expect(peer.heard[0]?.toString().match(/^GET /gm)?.length).toBeGreaterThan(3);
  });

  it('is followed by another where the server closes it, for as long as there may be others', async () => {
    await using peer = await startPeer((socket) =>
      socket.once('data', () => socket.end(OK.replace('\r\n', '\r\nConnection: close\r\n'))),
    );
    const found = await askCheck(http, peer);
    expect(found?.answer.details).toEqual({ 'http.status': 404 });
    expect(peer.heard.length).toBeGreaterThan(3);
    for (const sent of peer.heard) expect(sent.toString().match(/^(?:GET|POST) /gm)?.length ?? 1).toBe(1);
  });

  it('is asked again for what it swallowed when the server had already hung up', async () => {
    await using peer = await startPeer((socket, index) => {
      socket.once('data', () => {
        socket.write(OK);
        if (index === 0) socket.end();
      });
    });
    await askCheck(http, peer);
    expect(peer.heard[1]?.toString()).toMatch(/^GET \/version HTTP/);
  });

  it('gets no more questions where two stayed unanswered', async () => {
    await using peer = await startPeer((socket) => socket.once('data', () => socket.write(OK)));
    const found = await askCheck(http, peer);
    expect(found?.answer.details).toEqual({ 'http.status': 404 });
    expect(peer.heard.join('').match(/^GET /gm)?.length).toBe(4);
  });
});

it.each([
  ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n', 401],
  ['HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', 200],
  ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', 101],
])('the response that counts comes after the interim ones: %j', (text, status) =>
  expect(parse(Buffer.from(text))?.status).toBe(status),
);

it('knows a server that speaks HTTP/2 only, as those of gRPC do', async () => {
  await using peer = await startPeer((socket) =>
    socket.once('data', () => socket.write(Buffer.from('000006040000000000000500004000', 'hex'))),
  );
  const found = await askCheck(http, peer);
  expect(found?.answer).toMatchObject({ product: null, access: 'unknown', details: { 'http.version': '2' } });
});

it('leaves the HTTP/2 of Node.js to the check that speaks it', async () => {
  const server = createServer((_, response) => void response.end('hello'));
  server.on('sessionError', () => undefined);
  await using peer = await startPeer((socket) => server.emit('connection', socket));
  const found = await askCheck(http, peer);
  expect(found?.check.name).toBe('grpc');
  expect(found?.answer).toMatchObject({ name: 'http', access: 'unknown', details: { 'http.version': '2' } });
});
