import { describe, expect, it } from 'vitest';
import { aerospike, parse } from '../../../src/identify/checks/aerospike.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const info = (text: string): Buffer =>
  Buffer.concat([Buffer.from([2, 1, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);
const security = (result: number): Buffer => Buffer.from([2, 2, 0, 0, 0, 0, 0, 16, 0, result, ...Buffer.alloc(14)]);
const DENIED = info('ERROR:80:not authenticated\n');

describe('a reply', () => {
  it.each([
    ['a build', info('build\t6.4.0.1\n'), { kind: 'build', version: '6.4.0.1' }],
    ['an error', DENIED, { kind: 'not-authenticated' }],
    ['an error for one name', info('build\tERROR:80:not authenticated\n'), { kind: 'not-authenticated' }],
    ['security', security(51), { kind: 'security', result: 51 }],
    ['a build without a number', info('build\tnone-at-all\n'), undefined],
    ['another name', info('node\tBB9020011AC4202\n'), undefined],
    ['another version', Buffer.concat([Buffer.of(1), info('build\t6.4.0.1\n').subarray(1)]), undefined],
    ['cut', security(51).subarray(0, 20), undefined],
    ['a length beyond all measure', Buffer.from('0201ffffffffffff', 'hex'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

it.each([
  ['the community edition', info('build\t6.4.0.1\n'), security(51), '6.4.0.1', 'none-required'],
  ['security switched off', info('build\t6.4.0.1\n'), security(52), '6.4.0.1', 'none-required'],
  ['security that lets ask for the build', info('build\t4.0.0.1\n'), security(80), '4.0.0.1', 'required'],
  ['security', DENIED, security(80), null, 'required'],
  ['who says no more', info('build\t6.4.0.1\n'), Buffer.alloc(0), '6.4.0.1', 'unknown'],
])('%s', async (_, first, second, version, access) => {
  await using peer = await startPeer((socket) => {
    socket.on('data', (bytes) => (bytes[1] === 1 ? socket.write(first) : socket.end(second)));
  });
  expect((await askCheck(aerospike, peer))?.answer).toEqual({
    product: 'Aerospike',
    version,
    confidence: 10,
    access,
    details: {},
  });
});

it('does not take an echo for a server', async () => {
  await using peer = await startPeer((socket) => socket.on('data', (bytes) => socket.write(bytes)));
  expect(await askCheck(aerospike, peer)).toBeUndefined();
});
