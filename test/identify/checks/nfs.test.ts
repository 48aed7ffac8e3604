import { expect, it } from 'vitest';
import { nfs, parse } from '../../../src/identify/checks/nfs.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { rpcReply } from './onc-rpc.ts';

it.each([
  ['version 3', rpcReply('PRNF', 0), { version3: true }],
  ['version 4 only', rpcReply('PRNF', 2, 4, 4), { version3: false }],
  ['another program', rpcReply('PRNF', 1), undefined],
  ['the reply to another call', rpcReply('PRDU', 0), undefined],
])('%s', (_, bytes, expected) => expect(parse(bytes)).toEqual(expected));

it.each([
  ['does not answer for mountd', rpcReply('PRMT', 1), {}],
  [
    'answers for mountd',
    rpcReply('PRMT', 0, 1, '/srv', 0, 0),
    { 'nfs.exports': ['/srv'], 'nfs.world_exports': ['/srv'] },
  ],
])('a server that %s', async (_, mount, details) => {
  await using peer = await startPeer((socket) => {
    socket.on('data', (bytes) => socket.write(bytes.includes('PRNF') ? rpcReply('PRNF', 0) : mount));
  });
  expect((await askCheck(nfs, peer))?.answer).toEqual({
    product: null,
    version: null,
    confidence: 10,
    access: 'unknown',
    details,
  });
});
