import { expect, it } from 'vitest';
import { mountd, parse } from '../../../src/identify/checks/mountd.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { rpcReply } from './onc-rpc.ts';

it.each([
  ['two folders', rpcReply('PRMT', 0, 1, '/srv', 1, '10.0.0.0/8', 0, 1, '/pub', 0, 0), ['/srv', '/pub']],
  ['none', rpcReply('PRMT', 0, 0), []],
  ['a name that is longer than the reply', rpcReply('PRMT', 0, 1, 99, 0), undefined],
  ['no such program', rpcReply('PRMT', 1), undefined],
])('%s', (_, bytes, expected) => expect(parse(bytes)?.map(({ path }) => path)).toEqual(expected));

it.each([
  [['*'], true],
  [[], true],
  [['(everyone)'], true],
  [['0.0.0.0/0.0.0.0'], true],
  [['10.0.0.0/8', '*'], true],
  [['*.lab.example'], false],
  [['10.0.0.0/8'], false],
] as const)('exported to %j: everybody %s', async (groups, expected) => {
  const list = groups.flatMap((name) => [1, name]);
  await using peer = await startPeer((socket) => {
    socket.on('data', () => socket.write(rpcReply('PRMT', 0, 1, '/srv', ...list, 0, 0)));
  });
  const details = { 'nfs.exports': ['/srv'], 'nfs.world_exports': expected ? ['/srv'] : [] };
  expect((await askCheck(mountd, peer))?.answer).toMatchObject({ access: 'unknown', details });
});
