import { describe, expect, it } from 'vitest';
import { createIdentifier, type IdentifierOptions } from '../../src/identify/identifier.ts';
import type { Permission } from '../../src/identify/permission.ts';
import type { Identification } from '../../src/model/service.ts';
import { openConnection } from '../../src/net/connection.ts';
import { createGate } from '../../src/net/gate.ts';
import { CAUTIOUS_LOOPBACK, LOOPBACK, replay, startPeer, type Peer } from './peer.ts';
import { recording } from './recording.ts';

const OPTIONS: IdentifierOptions = { gate: CAUTIOUS_LOOPBACK, mode: 'all', concurrency: 8, deadlineMs: 2000 };

function identify(peer: Peer, options: Partial<IdentifierOptions> = {}): Promise<Identification | undefined> {
  return createIdentifier({ ...OPTIONS, ...options }).identify(peer.endpoint, 'lab.example');
}

const lifted = createGate([{ family: 4, first: 0x7f000000n, last: 0x7fffffffn }], [], {
  ics: false,
  isLifted: (address) => address === '127.95.0.1',
});

describe('a printer port', () => {
  it('is sent nothing, and questioned where the inventory says that no printer is there', async () => {
    await using peer = await startPeer(replay(recording('redis/password')), { address: '127.95.0.1', port: 9106 });
    expect(await identify(peer)).toMatchObject({ service: { method: 'port-number' } });
    expect(peer.heard.every((bytes) => bytes.length === 0)).toBe(true);
    expect(await identify(peer, { gate: lifted })).toMatchObject({ service: { name: 'redis' } });
  });

  it('is sent nothing on an address beside the one that the label is for', async () => {
    await using peer = await startPeer(replay(recording('redis/password')), { address: '127.95.0.2', port: 9106 });
    expect(await identify(peer, { gate: lifted })).toMatchObject({ service: { method: 'port-number' } });
    expect(peer.heard.every((bytes) => bytes.length === 0)).toBe(true);
  });
});

describe.each([502, 102, 9600, 20_000, 44_818])('port %i, where controllers are', (port) => {
  const place = { address: '127.95.0.1', port };

  it('is sent nothing while it says nothing', async () => {
    await using peer = await startPeer(() => {}, place);
    const found = await identify(peer);
    expect(found).toMatchObject({ service: { method: 'port-number' }, access: 'unknown' });
    expect(found?.evidence.at(-1)?.text).toContain('--ics');
    expect(peer.heard).toEqual([Buffer.alloc(0)]);
  });

  it('is questioned once it greets, as no controller does', async () => {
    await using peer = await startPeer(replay(recording('ftp/anonymous')), place);
    expect(await identify(peer)).toMatchObject({ service: { name: 'ftp' }, access: 'none-required' });
  });

  it('with --ics hears no other language than its own', async () => {
    await using peer = await startPeer((socket) => void socket.on('data', () => socket.end()), place);
    await identify(peer, { gate: LOOPBACK, permission: { maxEffect: 'session', ics: true } });
    const first = peer.heard.map((bytes) => bytes.toString('latin1'));
    expect(first.filter((text) => /GET|PING|version/.test(text) || text.startsWith('\x16\x03'))).toEqual([]);
  });
});

it('a connection to a controller refuses to carry anything before the peer spoke', async () => {
  await using peer = await startPeer((socket) => void setTimeout(() => socket.write('hello'), 200), {
    address: '127.95.0.1',
    port: 502,
  });
  const limits = { deadlineMs: 1000, byteCap: 100 };
  await using connection = await openConnection(CAUTIOUS_LOOPBACK, peer.endpoint, limits);
  expect(connection.write(Buffer.from('x'))).toBe(false);
  await connection.read((bytes) => bytes.length > 0, 500);
  expect(connection.write(Buffer.from('y'))).toBe(true);
  await using other = await openConnection(CAUTIOUS_LOOPBACK, peer.endpoint, limits);
  expect(await other.upgradeToTls()).toBeUndefined();
  await connection[Symbol.asyncDispose]();
  expect(peer.heard.map(String)).toEqual(['y', '']);
});

describe('the greatest effect that is allowed', () => {
  const permission: Permission = { maxEffect: 'none', ics: false };

  it('leaves a greeting that tells the protocol, and no login', async () => {
    await using peer = await startPeer(replay(recording('ftp/anonymous')));
    const found = await identify(peer, { permission });
    expect(found).toMatchObject({ service: { name: 'ftp', method: 'probed', confidence: 8 }, access: 'unknown' });
    expect(found?.evidence[0]).toMatchObject({ question: 'server speaks first', sent: '' });
    expect(peer.heard).toEqual([Buffer.alloc(0)]);
  });

  it('leaves an answer to the question of another check', async () => {
    const error = Buffer.from('E\0\0\0\x19SFATAL\0C08P01\0Mbad\0\0\0', 'latin1');
    error.writeUInt32BE(error.length - 1, 1);
    await using peer = await startPeer((socket) => void socket.once('data', () => socket.end(error)));
    const found = await identify(peer, { permission });
    expect(found).toMatchObject({ service: { name: 'postgresql', confidence: 8 }, access: 'unknown' });
    expect(peer.heard.map((bytes) => bytes.includes('portreeve-'))).not.toContain(true);
  });

  it('asks no check that would do more, not even on its own port', async () => {
    await using peer = await startPeer((socket) => void socket.on('data', () => socket.end()), {
      address: '127.95.0.1',
      port: 5433,
    });
    const found = await identify(peer, { permission, mode: 'expected' });
    expect(found).toMatchObject({ service: { name: 'postgresql', method: 'port-number' } });
    expect(peer.heard).toEqual([Buffer.alloc(0)]);
  });

  it('is a session where nothing is said', async () => {
    await using peer = await startPeer(replay(recording('ftp/anonymous')));
    expect(await identify(peer)).toMatchObject({ service: { name: 'ftp' }, access: 'none-required' });
  });
});

it('a controller that speaks by itself is named, and not asked', async () => {
  const hello = 'fox a 0 -1 fox hello\n{\nfox.version=s:1.0.1\n};;\n';
  await using peer = await startPeer((socket) => void socket.write(hello));
  const found = await identify(peer);
  expect(found).toMatchObject({ service: { name: 'fox', product: null, confidence: 8 }, access: 'unknown' });
  expect(peer.heard).toEqual([Buffer.alloc(0)]);
});
