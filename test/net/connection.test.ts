import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { EndReason } from '../../src/net/connection-end.ts';
import { openConnection, type Connection, type ConnectionLimits } from '../../src/net/connection.ts';
import { createGate } from '../../src/net/gate.ts';
import { OutOfScopeError } from '../../src/net/open-socket.ts';
import { LOOPBACK, startPeer, type Peer } from '../identify/peer.ts';

const LIMITS: ConnectionLimits = { deadlineMs: 400, byteCap: 4096 };
const never = (): boolean => false;
const something = (bytes: Buffer): boolean => bytes.length > 0;

async function connect(peer: Peer, limits: Partial<ConnectionLimits> = {}): Promise<Connection> {
  return openConnection(LOOPBACK, peer.endpoint, { ...LIMITS, ...limits });
}

function timersLeft(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

function sendGarbage(socket: Socket): void {
  const sendMore = (): void => {
    while (!socket.destroyed && socket.write(Buffer.alloc(65_536, 'x'))) continue;
  };
  socket.on('drain', sendMore);
  sendMore();
}

function sendTrickle(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 20);
  socket.on('close', () => clearInterval(timer));
}

describe('reading', () => {
  it('puts pieces together until the question is answered', async () => {
    await using peer = await startPeer((socket) => {
      socket.setNoDelay(true);
      socket.write('+PO');
      setTimeout(() => socket.write('NG\r\n'), 30);
    });
    await using connection = await connect(peer);
    const bytes = await connection.read((heard) => heard.includes('\n'), 300);
    expect(bytes.toString()).toBe('+PONG\r\n');
    expect(connection.end).toBeUndefined();
  });

  it('gives what there is when the wait is over, and goes on afterwards', async () => {
    await using peer = await startPeer((socket) => {
      socket.write('a');
      setTimeout(() => socket.write('b'), 120);
    });
    await using connection = await connect(peer);
    expect((await connection.read(never, 60)).toString()).toBe('a');
    expect((await connection.read(something, 200)).toString()).toBe('b');
  });

  it('leaves what was only peeked at', async () => {
    await using peer = await startPeer((socket) => socket.write('hello\n'));
    await using connection = await connect(peer);
    expect((await connection.peek(something, 200)).toString()).toBe('hello\n');
    expect((await connection.read(something, 200)).toString()).toBe('hello\n');
    expect((await connection.read(something, 20)).toString()).toBe('');
  });
});

describe('hostile peers cost the deadline or the cap, and never an exception', () => {
  const cases: readonly (readonly [string, (socket: Socket) => void, EndReason])[] = [
    ['a tarpit', () => {}, 'deadline'],
    ['a trickle', sendTrickle, 'deadline'],
    ['endless garbage', sendGarbage, 'byte-cap'],
    ['a line of 10 MB', (socket) => void socket.end(Buffer.alloc(10_000_000, 'x')), 'byte-cap'],
    ['an early close', (socket) => void socket.end('bye'), 'peer-closed'],
    ['a reset', (socket) => void setTimeout(() => socket.resetAndDestroy(), 30), 'failed'],
  ];
  it.each(cases)('%s: %s', async (_, serve, reason) => {
    await using peer = await startPeer(serve);
    const started = performance.now();
    await using connection = await connect(peer);
    const bytes = await connection.read(never, 60_000);
    expect(connection.end?.reason).toBe(reason);
    expect(bytes.length).toBeLessThanOrEqual(LIMITS.byteCap);
    expect(performance.now() - started).toBeLessThan(LIMITS.deadlineMs + 300);
  });

  it('keeps what was said before the end', async () => {
    await using peer = await startPeer((socket) => void socket.end('-DENIED go away\r\n'));
    await using connection = await connect(peer);
    expect((await connection.read(never, 300)).toString()).toBe('-DENIED go away\r\n');
    expect(connection.write(Buffer.from('PING'))).toBe(false);
  });

  it('ends a TLS handshake that stalls', async () => {
    await using peer = await startPeer(() => {});
    await using connection = await connect(peer);
    expect(await connection.upgradeToTls()).toBeUndefined();
    expect(connection.end?.reason).toBe('deadline');
    expect(peer.heard[0]?.subarray(0, 2).toString('hex')).toBe('1603');
  });

  it.each([
    ['plain text', 'SSH-2.0-x\r\n', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    ['an alert', Buffer.from('15030100020246', 'hex'), 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
  ])('names why a handshake failed: %s', async (_, answer, code) => {
    await using peer = await startPeer((socket) => void socket.once('data', () => socket.write(answer)));
    await using connection = await connect(peer);
    expect(await connection.upgradeToTls()).toBeUndefined();
    expect(connection.end).toEqual({ reason: 'tls-failed', code });
  });

  it('says that nobody listens', async () => {
    const peer = await startPeer(() => {});
    await peer[Symbol.asyncDispose]();
    await using connection = await connect(peer);
    expect(connection.end).toEqual({ reason: 'not-connected', code: 'ECONNREFUSED' });
  });
});

describe('what may not happen', () => {
  it('refuses addresses outside the gate', async () => {
    const endpoint = { address: '127.0.0.1', port: 9, transport: 'tcp' } as const;
    await expect(openConnection(createGate([], []), endpoint, LIMITS)).rejects.toThrow(OutOfScopeError);
  });

  it.for([515, 9100, 9107])('sends not one byte to port %i', async (port, { skip }) => {
    if (port < 1024 && process.getuid?.() !== 0) skip('needs root to listen below port 1024');
    await using peer = await startPeer(() => {}, { address: '127.91.0.1', port });
    await using connection = await connect(peer);
    expect(() => connection.write(Buffer.from('x'))).toThrow(/connect-only/);
    await expect(connection.upgradeToTls()).rejects.toThrow(/connect-only/);
    await connection[Symbol.asyncDispose]();
    expect(peer.heard).toEqual([Buffer.alloc(0)]);
  });
});

describe('the end', () => {
  it('leaves no timer and no listener behind, however it came', async () => {
    const { signal } = new AbortController();
    await using silent = await startPeer(() => {});
    await using hasty = await startPeer((socket) => void socket.end('bye'));
    const before = timersLeft();
    for (const peer of [silent, hasty]) {
      await using connection = await connect(peer, { signal, deadlineMs: 60_000 });
      await connection.read(never, 50);
    }
    // Timers of earlier tests may end meanwhile.
    expect(timersLeft()).toBeLessThanOrEqual(before);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('comes at once with the signal, and its listener goes with the connection', async () => {
    const abort = new AbortController();
    await using peer = await startPeer(() => {});
    await using connection = await connect(peer, { signal: abort.signal, deadlineMs: 5000 });
    setTimeout(() => abort.abort(), 20);
    await connection.read(never, 5000);
    expect(connection.end).toEqual({ reason: 'aborted' });
  });

  it('does not even connect under a signal that was given before', async () => {
    await using peer = await startPeer(() => {});
    await using connection = await connect(peer, { signal: AbortSignal.abort(), deadlineMs: 5000 });
    expect(connection.end).toEqual({ reason: 'aborted' });
  });

  it('lets the last words leave', async () => {
    await using peer = await startPeer(() => {});
    const connection = await connect(peer, { deadlineMs: 5000 });
    connection.write(Buffer.from('QUIT\r\n'));
    await connection[Symbol.asyncDispose]();
    await connection[Symbol.asyncDispose]();
    await expect.poll(() => peer.heard[0]?.toString()).toBe('QUIT\r\n');
    expect(connection.end).toEqual({ reason: 'closed' });
  });

  it('does not wait for a peer that never closes', async () => {
    await using peer = await startPeer((socket) => void socket.pause().removeAllListeners('end'));
    const connection = await connect(peer, { deadlineMs: 5000 });
    const started = performance.now();
    await connection[Symbol.asyncDispose]();
    expect(performance.now() - started).toBeLessThan(400);
  });
});
