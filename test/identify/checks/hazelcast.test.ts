import { expect, it } from 'vitest';
import { hazelcast, parse } from '../../../src/identify/checks/hazelcast.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  ['HZC', 'member'],
  ['HZX', undefined],
  ['HZCHZC', undefined],
  ['HZ', undefined],
  ['', undefined],
])('%j', (text, reply) => expect(parse(Buffer.from(text))).toBe(reply));

it('is a member that repeats its own header only', async () => {
  await using peer = await startPeer((socket) => {
    socket.once('data', (bytes) => (bytes.toString() === 'HZC' ? socket.write('HZC') : socket.end()));
  });
  expect((await askCheck(hazelcast, peer))?.answer).toEqual({
    product: 'Hazelcast',
    version: null,
    confidence: 8,
    access: 'unknown',
    details: {},
  });
  expect(peer.heard.map(String)).toEqual(['HZC', 'PRT']);
});

it.each([
  ['an echo', (bytes: Buffer): Buffer => bytes],
  ['who says the same to everybody, and goes on listening', (): Buffer => Buffer.from('HZC')],
])('is nothing to %s', async (_, reply) => {
  await using peer = await startPeer((socket) => socket.on('data', (bytes) => socket.write(reply(bytes))));
  expect(await askCheck(hazelcast, peer)).toBeUndefined();
});
