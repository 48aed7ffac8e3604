import { expect, it } from 'vitest';
import { iscsi, parse, parseTargets } from '../../../src/identify/checks/iscsi.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

function pdu(opcode: number, flags: number, { status = 0, text = '' } = {}): Buffer {
  const bytes = Buffer.alloc(48 + Math.ceil(text.length / 4) * 4);
  bytes.set([opcode, flags]);
  bytes.writeUIntBE(text.length, 5, 3);
  bytes.write('PRIS', 16);
  bytes.writeUInt16BE(status, 36);
  bytes.write(text, 48);
  return bytes;
}

it.each([
  ['full feature phase', pdu(0x23, 0x87), { status: 0, complete: true }],
  ['negotiation goes on', pdu(0x23, 0x04), { status: 0, complete: false }],
  ['a password is wanted', pdu(0x23, 0x87, { status: 0x0201 }), { status: 0x0201, complete: false }],
  ['another PDU', pdu(0x24, 0x80), undefined],
  ['half of one', pdu(0x23, 0x87).subarray(0, 47), undefined],
  ['somebody else', Buffer.alloc(48, 0x23), undefined],
])('%s', (_, bytes, expected) => expect(parse(bytes)).toEqual(expected));

it('reads the names of the targets', () => {
  const text = 'TargetName=iqn.a:1\0TargetAddress=192.0.2.1:3260,1\0TargetName=iqn.a:2\0';
  expect(parseTargets(pdu(0x24, 0x80, { text }))).toEqual(['iqn.a:1', 'iqn.a:2']);
});

it('says nothing about access where the login failed for another reason', async () => {
  await using peer = await startPeer((socket) =>
    socket.on('data', () => socket.write(pdu(0x23, 0x87, { status: 0x0300 }))),
  );
  expect((await askCheck(iscsi, peer))?.answer).toMatchObject({ access: 'unknown', details: {} });
});
