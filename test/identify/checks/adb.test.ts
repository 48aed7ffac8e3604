import { describe, expect, it } from 'vitest';
import { adb, parse } from '../../../src/identify/checks/adb.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** A message as protocol.txt describes it. */
function message(command: string, data: string): Buffer {
  const head = Buffer.alloc(24);
  head.write(command, 0, 'latin1');
  head.writeUInt32LE(data.length, 12);
  head.writeInt32LE(~head.readInt32LE(0), 20);
  return Buffer.concat([head, Buffer.from(data)]);
}

const DEVICE = message('CNXN', 'device::ro.product.name=x;ro.product.model=Pixel 4;ro.product.device=y;');

it.each([
  [DEVICE, { command: 'CNXN', device: 'Pixel 4' }],
  [message('AUTH', 'a'.repeat(20)), { command: 'AUTH', device: null }],
  [message('OPEN', ''), undefined],
  [DEVICE.subarray(0, -1), undefined],
  [Buffer.concat([Buffer.from('CNXN'), Buffer.alloc(20)]), undefined],
])('message %#', (bytes, expected) => expect(parse(bytes)).toEqual(expected));

describe('what a stranger may do', () => {
  it.each([
    ['come in', DEVICE, 'none-required'],
    ['nothing without a key', message('AUTH', 'a'.repeat(20)), 'required'],
    ['nothing outside TLS', message('STLS', ''), 'unknown'],
  ] as const)('%s', async (_, reply, access) => {
    await using peer = await startPeer((socket) => socket.once('data', () => socket.write(reply)));
    expect((await askCheck(adb, peer))?.answer.access).toBe(access);
  });
});
