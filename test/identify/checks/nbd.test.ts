import { describe, expect, it } from 'vitest';
import { nbd, parse, parseList } from '../../../src/identify/checks/nbd.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const NEW = Buffer.from('NBDMAGICIHAVEOPT\0\x03', 'latin1');
const OLD = Buffer.concat([Buffer.from('NBDMAGIC'), Buffer.from('0000420281861253', 'hex'), Buffer.alloc(136)]);

function reply(type: number, data = ''): Buffer {
  const head = Buffer.from('0003e889045565a9000000030000000000000000', 'hex');
  head.writeUInt32BE(type, 12);
  head.writeUInt32BE(data.length, 16);
  return Buffer.concat([head, Buffer.from(data, 'latin1')]);
}

it.each([
  ['new', NEW, { style: 'new', fixed: true }],
  ['old', OLD, { style: 'old', fixed: false }],
  ['half', NEW.subarray(0, 17), undefined],
  ['something else', Buffer.from('NBDMAGICXXXXXXXX\0\x03'), undefined],
])('a greeting: %s', (_, bytes, expected) => expect(parse(bytes)).toEqual(expected));

it('reads exports to the end of the list', () => {
  const disk = reply(2, '\0\0\0\x04disk');
  expect(parseList(Buffer.concat([disk, reply(1)]))).toEqual({ exports: ['disk'], end: 'acknowledged' });
  expect(parseList(disk)).toBeUndefined();
  expect(parseList(reply(0x8000_0002))).toEqual({ exports: [], end: 0x8000_0002 });
});

describe('what a stranger may do', () => {
  it.each([
    ['open the disk that is handed out', OLD, Buffer.alloc(0), 'none-required'],
    ['open what is listed', NEW, Buffer.concat([reply(2, '\0\0\0\x01a'), reply(1)]), 'none-required'],
    ['see that there is nothing', NEW, reply(1), 'unknown'],
    ['ask inside TLS', NEW, reply(0x8000_0005), 'unknown'],
    ['not see the list', NEW, reply(0x8000_0002), 'unknown'],
  ])('%s', async (_, greeting, list, access) => {
    await using peer = await startPeer((socket) => {
      socket.write(greeting);
      socket.on('data', () => socket.write(list));
    });
    expect((await askCheck(nbd, peer))?.answer.access).toBe(access);
  });
});
