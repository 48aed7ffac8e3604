import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CONCURRENCY_PER_HOST, createIdentifier, type IdentifierOptions } from '../../src/identify/identifier.ts';
import { CHECKS } from '../../src/identify/checks.ts';
import { CONNECTIONS_PER_ENDPOINT } from '../../src/identify/inquiry.ts';
import type { Identification } from '../../src/model/service.ts';
import { createGate } from '../../src/net/gate.ts';
import { LOOPBACK, replay, startPeer, type Peer } from './peer.ts';
import { recording } from './recording.ts';

const OPTIONS: IdentifierOptions = { gate: LOOPBACK, mode: 'all', concurrency: 8, deadlineMs: 3000 };

async function identify(peer: Peer, options: Partial<IdentifierOptions> = {}): Promise<Identification | undefined> {
  return createIdentifier({ ...OPTIONS, ...options }).identify(peer.endpoint, 'lab.example');
}

/** Answers one question as it was recorded; every other one as told. */
function serveOnly(name: string, otherwise: (socket: Socket) => void): (socket: Socket) => void {
  const [exchange] = recording(name).exchanges;
  return (socket) =>
    void socket.once('data', (bytes) => {
      if (exchange !== undefined && bytes.equals(exchange.sent)) socket.write(exchange.received);
      else otherwise(socket);
    });
}

describe('an unusual port', () => {
  it('waits for a server that speaks first, and sends SSH nothing else', async () => {
    await using peer = await startPeer(
      (socket) => void setTimeout(() => replay(recording('ssh/openssh'))(socket, 0), 200),
    );
    const found = await identify(peer);
    expect(found?.service).toMatchObject({ name: 'ssh', method: 'probed', product: 'OpenSSH', tls: false });
    expect(peer.heard.map((bytes) => bytes.toString('latin1', 0, 18))).toEqual(['SSH-2.0-Portreeve\r']);
  });

  it('asks nothing of a server that greets in a language that nobody knows', async () => {
    await using peer = await startPeer((socket) => socket.write('HELLO STRANGER\r\n'));
    const found = await identify(peer);
    expect(found).toMatchObject({
      service: { name: 'unknown', method: 'port-number', confidence: 0 },
      access: 'unknown',
      details: { 'unknown.said': 'HELLO STRANGER' },
    });
    expect(found?.evidence[0]).toMatchObject({
      question: 'server speaks first',
      text: String.raw`HELLO STRANGER\x0d\x0a`,
    });
    expect(peer.heard).toEqual([Buffer.alloc(0)]);
  });

  it('asks the one who betrayed himself next, on a fresh connection', async () => {
    await using peer = await startPeer(serveOnly('memcached/open', (socket) => void socket.write('ERROR\r\n')));
    const found = await identify(peer);
    expect(found?.service).toMatchObject({ name: 'memcached', version: '1.6.18' });
    expect(peer.heard.map((bytes) => bytes.toString())).toEqual(['', '*1\r\n$4\r\nPING\r\n', 'version\r\n']);
  });

  it('asks everybody, with a fresh connection for each, and keeps the first questions as evidence', async () => {
    await using peer = await startPeer((socket) => void socket.on('data', () => socket.end()));
    const found = await identify(peer);
    expect(found?.service.method).toBe('port-number');
    expect(peer.heard.length).toBeGreaterThanOrEqual(
      CHECKS.filter(
        ({ speaksFirst, group, likelihood }) =>
          speaksFirst === 'client' && group === undefined && likelihood !== 'betrayed',
      ).length,
    );
    expect(peer.heard.length).toBeLessThanOrEqual(CONNECTIONS_PER_ENDPOINT);
    expect(found?.evidence.length).toBeLessThanOrEqual(16);
  });

  it('leaves a second connection for the one who is asked last', async () => {
    const CHOSEN = Buffer.from('030000130ed000001234000200080002000000', 'hex');
    const NLA_REQUIRED = Buffer.from('030000130ed000001234000300080005000000', 'hex');
    await using peer = await startPeer(
      (socket) =>
        void socket.on('data', (bytes) => {
          if (bytes[0] === 3 && bytes.length === 19) socket.write(bytes[15] === 0 ? NLA_REQUIRED : CHOSEN);
          else socket.end();
        }),
    );
    const found = await identify(peer);
    expect(found).toMatchObject({ service: { name: 'rdp' }, access: 'required', details: { 'rdp.nla': 'required' } });
  });

  it('in mode expected only listens', async () => {
    await using peer = await startPeer((socket) => void socket.on('data', () => socket.end()));
    const found = await identify(peer, { mode: 'expected' });
    expect(found?.service.method).toBe('port-number');
    expect(peer.heard).toEqual([Buffer.alloc(0)]);
  });

  it('asks whoever hangs up on silence, on a fresh connection', async () => {
    await using peer = await startPeer((socket, index) => {
      if (index === 0) setTimeout(() => socket.end(), 100);
      else replay(recording('redis/password'))(socket, index);
    });
    expect(await identify(peer)).toMatchObject({ service: { name: 'redis' }, access: 'required' });
  });

  it('leaves time for questions before a short deadline', async () => {
    await using peer = await startPeer(replay(recording('redis/password')));
    const found = await identify(peer, { deadlineMs: 600 });
    expect(found).toMatchObject({ service: { name: 'redis' }, access: 'required' });
  });

  it('gives a tarpit one connection', async () => {
    await using peer = await startPeer((socket) => {
      const timer = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    const started = performance.now();
    expect((await identify(peer))?.service.method).toBe('port-number');
    expect(peer.heard.length).toBe(1);
    expect(performance.now() - started).toBeLessThan(3500);
  });
});

describe('a usual port', () => {
  it('asks its own check at once, without waiting for a greeting', async () => {
    await using peer = await startPeer(replay(recording('redis/sentinel')), { address: '127.92.0.1', port: 26379 });
    const started = performance.now();
    const found = await identify(peer, { mode: 'expected' });
    expect(found).toMatchObject({
      service: { name: 'redis' },
      access: 'none-required',
      details: { 'redis.mode': 'sentinel' },
    });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('believes the banner more than the number', async () => {
    const serve = (socket: Socket): void => replay(recording('ssh/openssh'))(socket, 0);
    await using peer = await startPeer(serve, { address: '127.92.0.1', port: 26379 });
    const found = await identify(peer, { mode: 'expected' });
    expect(found?.service).toMatchObject({ name: 'ssh', method: 'probed' });
  });

  it('hears out who greets in a language that nobody knows, and asks nothing more', async () => {
    const serve = (socket: Socket): void => void socket.write('HELLO STRANGER\r\n');
    await using peer = await startPeer(serve, { address: '127.92.0.1', port: 5050 });
    const found = await identify(peer, { deadlineMs: 8000 });
    expect(found).toMatchObject({ access: 'unknown', details: { 'unknown.said': 'HELLO STRANGER' } });
    expect(peer.heard.length).toBeLessThanOrEqual(3);
    expect(peer.heard.at(-1)).toEqual(Buffer.alloc(0));
  });

  it('waits longer where a server is expected to speak first', async () => {
    const serve = (socket: Socket): void => void setTimeout(() => replay(recording('ssh/openssh'))(socket, 0), 1900);
    await using peer = await startPeer(serve, { address: '127.92.0.1', port: 2222 });
    const found = await identify(peer, { mode: 'expected' });
    expect(found?.service).toMatchObject({ name: 'ssh', method: 'probed' });
  });

  it('asks others, on a fresh connection, when the expected server does not speak', async () => {
    const serve = replay(recording('redis/password'));
    await using peer = await startPeer(serve, { address: '127.92.0.1', port: 2222 });
    const found = await identify(peer);
    expect(found).toMatchObject({ service: { name: 'redis' }, access: 'required' });
    expect(peer.heard.length).toBe(2);
  });

  it('guesses by the number, and says so, when nobody answers', async () => {
    await using peer = await startPeer((socket) => socket.end(), { address: '127.92.0.1', port: 27018 });
    const found = await identify(peer, { mode: 'expected' });
    expect(found).toMatchObject({
      service: { name: 'mongodb', method: 'port-number', confidence: 3, product: null },
      access: 'unknown',
      details: {},
    });
  });

  it('sends not one byte to a printer', async () => {
    await using peer = await startPeer((socket) => socket.write('@PJL\r\n'), { address: '127.92.0.1', port: 9103 });
    const found = await identify(peer);
    expect(found).toMatchObject({ service: { method: 'port-number' }, access: 'unknown' });
    expect(found?.evidence).toEqual([
      { question: 'server speaks first', sent: '', received: '40504a4c0d0a', text: String.raw`@PJL\x0d\x0a` },
    ]);
    expect(peer.heard).toEqual([Buffer.alloc(0)]);
  });
});

describe('what cannot be asked', () => {
  it('is no guess about the service but a failed connection', async () => {
    const peer = await startPeer(() => {});
    await peer[Symbol.asyncDispose]();
    const found = await identify(peer);
    expect(found).toMatchObject({ service: { name: 'unknown', method: 'port-number' }, access: 'unknown' });
    expect(found?.evidence).toEqual([
      { question: 'connect', sent: '', received: '', text: 'not connected: ECONNREFUSED' },
    ]);
  });

  it('has no result once the signal came', async () => {
    const abort = new AbortController();
    await using peer = await startPeer(() => {});
    setTimeout(() => abort.abort(), 50);
    const started = performance.now();
    expect(await identify(peer, { signal: abort.signal })).toBeUndefined();
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(await identify(peer, { signal: abort.signal })).toBeUndefined();
  });

  it('is refused outside the scope', async () => {
    await using peer = await startPeer(() => {});
    await expect(identify(peer, { gate: createGate([], []) })).rejects.toThrow(/outside the authorised scope/);
  });
});

it('questions so many endpoints of one host at once, and never more than allowed in all', async () => {
  let now = 0;
  let most = 0;
  const serve = (socket: Socket): void => {
    now += 1;
    most = Math.max(most, now);
    setTimeout(() => {
      now -= 1;
      socket.end('SSH-2.0-x_1\r\n');
    }, 800);
  };
  const one = createIdentifier({ ...OPTIONS, concurrency: 6 * CONCURRENCY_PER_HOST });
  const few = createIdentifier({ ...OPTIONS, concurrency: 2 });
  for (const [identifier, limit] of [
    [one, CONCURRENCY_PER_HOST],
    [few, 1],
  ] as const) {
    most = 0;
    await using peer = await startPeer(serve);
    const found = await Promise.all(
      Array.from({ length: limit + 10 }, () => identifier.identify(peer.endpoint, 'lab.example')),
    );
    expect(new Set(found.map((result) => result?.service.name))).toEqual(new Set(['ssh']));
    expect(most).toBe(limit);
  }
});

describe('a host that accepts everything and says nothing', () => {
  it('is not one that hangs up: its next port is questioned in full', async () => {
    const address = '127.91.0.2';
    const startClosing = () => startPeer((socket) => void socket.on('data', () => socket.end()), { address });
    const peers = await Promise.all(Array.from({ length: 40 }, startClosing));
    await using open = await startPeer(
      serveOnly('mongodb/open', (socket) => socket.end()),
      { address },
    );
    const identifier = createIdentifier({ ...OPTIONS, concurrency: 8, deadlineMs: 300 });
    for (const { endpoint } of peers) void identifier.identify(endpoint, 'lab.example');
    const found = await identifier.identify(open.endpoint, 'lab.example');
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
    expect(found?.service).toMatchObject({ name: 'mongodb', method: 'probed' });
  });

  it('is questioned in full on its first ports only, and the others say so', async () => {
    const peers = await Promise.all(Array.from({ length: 300 }, () => startPeer(() => {}, { address: '127.91.0.1' })));
    const identifier = createIdentifier({ ...OPTIONS, concurrency: 450, deadlineMs: 300 });
    const found = await Promise.all(peers.map(({ endpoint }) => identifier.identify(endpoint, 'lab.example')));
    const cutShort = found.map(
      (identification) => identification?.evidence.at(-1)?.text.startsWith('not asked') ?? false,
    );
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
    expect(cutShort.filter(Boolean).length).toBeGreaterThanOrEqual(100);
    expect(found.every((identification) => identification?.service.name === 'unknown')).toBe(true);
  });
});

describe('tarpits', () => {
  it('do not hold up a host that answers', async () => {
    const tarpits = await Promise.all(
      Array.from({ length: 200 }, (_, i) => startPeer(() => {}, { address: `127.93.${i >> 4}.${(i & 15) + 1}` })),
    );
    const serve = replay(recording('redis/password'));
    const services = await Promise.all(
      Array.from({ length: 20 }, (_, i) => startPeer(serve, { address: `127.94.0.${i + 1}` })),
    );
    const timed = async (before: readonly Peer[]): Promise<number> => {
      const abort = new AbortController();
      const identifier = createIdentifier({ ...OPTIONS, concurrency: 900, signal: abort.signal });
      const started = performance.now();
      const silent = before.map(({ endpoint }) => identifier.identify(endpoint, 'lab.example'));
      const found = await Promise.all(services.map(({ endpoint }) => identifier.identify(endpoint, 'lab.example')));
      const tookMs = performance.now() - started;
      expect(found.every((identification) => identification?.service.name === 'redis')).toBe(true);
      abort.abort();
      await Promise.all(silent);
      return tookMs;
    };
    const alone = await timed([]);
    const beside = await timed(tarpits);
    await Promise.all([...tarpits, ...services].map((peer) => peer[Symbol.asyncDispose]()));
    expect(beside).toBeLessThan(2 * alone);
  }, 60_000);
});
