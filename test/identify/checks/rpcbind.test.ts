import { expect, it } from 'vitest';
import { parse, rpcbind } from '../../../src/identify/checks/rpcbind.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { rpcReply } from './onc-rpc.ts';

const NFS = [1, 100_003, 3, 6, 2049];

it.each([
  ['one program', rpcReply('PRDU', 0, ...NFS, 0), [{ program: 100_003, port: 2049 }]],
  ['none', rpcReply('PRDU', 0, 0), []],
  ['no end', rpcReply('PRDU', 0, ...NFS), undefined],
  ['no such program', rpcReply('PRDU', 1), undefined],
  ['the reply to another call', rpcReply('PRNF', 0, 0), undefined],
  ['less than announced', rpcReply('PRDU', 0, 0).subarray(0, 26), undefined],
])('%s', (_, bytes, expected) => expect(parse(bytes)).toEqual(expected));

it('joins fragments (RFC 5531 section 11)', () => {
  const whole = rpcReply('PRDU', 0, ...NFS, 0);
  const head = Buffer.from([0, 0, 0, 10]);
  const rest = Buffer.alloc(4);
  rest.writeUInt32BE(0x8000_0000 + whole.length - 14);
  const bytes = Buffer.concat([head, whole.subarray(4, 14), rest, whole.subarray(14)]);
  expect(parse(bytes)).toEqual([{ program: 100_003, port: 2049 }]);
});

it('names the programs', async () => {
  await using peer = await startPeer((socket) => {
    socket.on('data', () => socket.write(rpcReply('PRDU', 0, ...NFS, ...NFS, 1, 400_000, 1, 6, 999, 0)));
  });
  const details = { 'rpcbind.programs': ['nfs', '400000'] };
  expect((await askCheck(rpcbind, peer))?.answer).toMatchObject({ access: 'none-required', details });
});
