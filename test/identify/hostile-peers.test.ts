import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createIdentifier } from '../../src/identify/identifier.ts';
import { CONNECTIONS_PER_ENDPOINT } from '../../src/identify/inquiry.ts';
import type { Identification } from '../../src/model/service.ts';
import { LOOPBACK, startPeer, type Peer } from './peer.ts';

const DEADLINE_MS = 2000;

/** Writes until the other side has had enough. */
function pour(socket: Socket, piece: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece)) continue;
  };
  socket.on('drain', more);
  more();
}

function every(ms: number, action: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    const timer = setInterval(() => action(socket), ms);
    socket.on('close', () => clearInterval(timer));
  };
}

const answering =
  (answer: (socket: Socket, bytes: Buffer) => void): ((socket: Socket) => void) =>
  (socket) =>
    void socket.on('data', (bytes) => answer(socket, bytes));

const BOMB = gzipSync(Buffer.alloc(50_000_000));

/** What a peer does, and which names its answers may earn: only where it truly says so. */
const PEERS: Readonly<Record<string, readonly [serve: (socket: Socket) => void, names: readonly string[]]>> = {
  'never says a word': [() => undefined, ['unknown']],
  'says one byte a second': [every(1000, (socket) => socket.write('S')), ['unknown']],
  'says one byte of an SSH banner at a time': [every(300, (socket) => socket.write('S')), ['unknown']],
  'pours zeros': [(socket) => pour(socket, Buffer.alloc(65_536)), ['unknown']],
  'pours one line without an end': [(socket) => pour(socket, Buffer.alloc(65_536, 'a')), ['unknown']],
  'pours ten megabytes in answer to anything': [
    answering((socket) => socket.write(Buffer.alloc(10_000_000, 'b'))),
    ['unknown'],
  ],
  'hangs up at once': [(socket) => socket.end(), ['unknown']],
  'resets at once': [(socket) => socket.resetAndDestroy(), ['unknown']],
  'resets in the middle of its answer': [
    answering((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nConte');
      setTimeout(() => socket.resetAndDestroy(), 20);
    }),
    // A status line is HTTP.
    ['http'],
  ],
  echoes: [answering((socket, bytes) => socket.write(bytes)), ['unknown', 'echo']],
  'stalls in the TLS handshake': [
    answering((socket, bytes) => bytes[0] === 22 && socket.write(Buffer.from('160303004a0200004603030000', 'hex'))),
    ['unknown', 'tls'],
  ],
  'sends a TLS alert to everything': [answering((socket) => socket.end(Buffer.from('15030100020228', 'hex'))), ['tls']],
  'answers with a gzip bomb': [
    answering((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: gzip\r\n\r\n');
      socket.write(BOMB);
    }),
    ['http'],
  ],
  'claims a body of a petabyte': [
    answering((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 999999999999999\r\n\r\nx')),
    ['http'],
  ],
  'redirects for ever': [
    answering((socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n')),
    ['http'],
  ],
  'sends headers without an end': [
    answering((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      pour(socket, Buffer.from(`X-${'a'.repeat(1000)}: 1\r\n`));
    }),
    ['http'],
  ],
  'sends lengths of 0xffffffff': [answering((socket) => socket.write(Buffer.alloc(64, 0xff))), ['unknown']],
  'sends lengths of zero': [answering((socket) => socket.write(Buffer.alloc(64))), ['unknown']],
  'says OK to everything': [answering((socket) => socket.write('OK\r\n')), ['unknown']],
  'says +OK to everything': [answering((socket) => socket.write('+OK\r\n')), ['unknown']],
  'says ERROR to everything': [answering((socket) => socket.write('-ERR\r\n')), ['unknown']],
};

async function identify(peer: Peer): Promise<Identification | undefined> {
  const identifier = createIdentifier({ gate: LOOPBACK, mode: 'all', concurrency: 100, deadlineMs: DEADLINE_MS });
  return identifier.identify(peer.endpoint, 'lab.example');
}

describe('a peer that', () => {
  it.concurrent.for(Object.entries(PEERS))('%s', { timeout: 150_000 }, async ([, [serve, names]]) => {
    await using peer = await startPeer(serve);
    const started = performance.now();
    const found = await identify(peer);
    expect(names).toContain(found?.service.name);
    // Who echoes everything is an echo server, and everybody may use it.
    expect(found?.access === 'none-required').toBe(found?.service.name === 'echo');
    expect(peer.heard.length).toBeLessThanOrEqual(CONNECTIONS_PER_ENDPOINT + 10);
    // No connection outlives its deadline, however it is spent.
    expect(performance.now() - started).toBeLessThan((peer.heard.length + 2) * (DEADLINE_MS + 1000));
    expect(JSON.stringify(found).length).toBeLessThan(100_000);
  });
});

it('a peer that talks without an end gets one connection', async () => {
  await using peer = await startPeer((socket) => pour(socket, Buffer.alloc(65_536, 'x')));
  await identify(peer);
  expect(peer.heard.length).toBe(1);
});
