import { describe, expect, it } from 'vitest';
import { enip, parse } from '../../../src/identify/checks/enip.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** A ListIdentity reply: vendor 1, revision 20.11, and this name. */
function reply(name: string, change: (bytes: Buffer) => Buffer = (bytes) => bytes): Buffer {
  const identity = Buffer.from(
    `0100 0002af12c0a80001 0000000000000000 0100 0e00 6000 140b 3000 01020304`.replaceAll(' ', ''),
    'hex',
  );
  const item = Buffer.concat([identity, Buffer.from([name.length]), Buffer.from(name), Buffer.from([3])]);
  const body = Buffer.concat([Buffer.from([1, 0, 0x0c, 0, item.length, 0]), item]);
  const header = Buffer.alloc(24);
  header.writeUInt16LE(0x63, 0);
  header.writeUInt16LE(body.length, 2);
  header.write('prtreeve', 12);
  return change(Buffer.concat([header, body]));
}

const set = (at: number, value: number) => (bytes: Buffer) => {
  bytes[at] = value;
  return bytes;
};

describe('the answer to ListIdentity', () => {
  it('names the device', () => {
    expect(parse(reply('1756-EN2T/B'))).toEqual({ vendor: 1, name: '1756-EN2T/B', revision: '20.11' });
    expect(parse(reply('a\x1bb'))?.name).toBe(String.raw`a\x1bb`);
  });

  it.each([
    ['another command', reply('x', set(0, 0x65))],
    ['an error', reply('x', set(8, 1))],
    ['the context of another question', reply('x', set(12, 0))],
    ['no item', reply('x', set(24, 0))],
    ['another item', reply('x', set(26, 1))],
    ['a name that does not fit', reply('x', set(24 + 6 + 32, 200))],
    ['less than announced', reply('x', (bytes) => bytes.subarray(0, -1))],
    ['our own question', enip.sends[0]?.bytes ?? Buffer.alloc(0)],
  ])('%s', (_, bytes) => expect(parse(bytes)).toBeUndefined());
});

it('says nothing about access', async () => {
  await using peer = await startPeer((socket) => void socket.once('data', () => socket.write(reply('PLC'))));
  expect((await askCheck(enip, peer))?.answer).toMatchObject({ product: 'PLC', version: '20.11', access: 'unknown' });
});
