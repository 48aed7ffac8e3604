import { describe, expect, it } from 'vitest';
import { nbd, parse, parseInfo, parseList } from '../../../src/identify/checks/nbd.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const NEW = Buffer.from('NBDMAGICIHAVEOPT\0\x03', 'latin1');
const OLD = Buffer.concat([Buffer.from('NBDMAGIC'), Buffer.from('0000420281861253', 'hex'), Buffer.alloc(136)]);

function reply(type: number, data = '', option = 3): Buffer {
  const head = Buffer.from('0003e889045565a9000000000000000000000000', 'hex');
  [option, type, data.length].forEach((word, index) => head.writeUInt32BE(word, 8 + index * 4));
  return Buffer.concat([head, Buffer.from(data, 'latin1')]);
}

const DISK = reply(2, '\0\0\0\x04disk');
const SIZE = reply(3, '\0'.repeat(12), 6);

it.each([
  ['new', NEW, { style: 'new', fixed: true }],
  ['old', OLD, { style: 'old', fixed: false }],
  ['half', NEW.subarray(0, 17), undefined],
  ['something else', Buffer.from('NBDMAGICXXXXXXXX\0\x03'), undefined],
])('a greeting: %s', (_, bytes, expected) => expect(parse(bytes)).toEqual(expected));

it('reads exports to the end of the list', () => {
  const whole = Buffer.concat([DISK, reply(1)]);
  expect(parseList(whole)).toEqual({ exports: [Buffer.from('disk')], end: 'acknowledged' });
  expect(parseList(DISK)).toBeUndefined();
  expect(parseList(reply(0x8000_0002))).toEqual({ exports: [], end: 0x8000_0002 });
  expect(parseInfo(whole)).toBeUndefined();
});

describe('what a stranger may do', () => {
  const LIST = Buffer.concat([DISK, reply(1)]);
  it.each([
    ['open the disk that is handed out', OLD, '', '', 'none-required'],
    ['open what is listed', NEW, LIST, Buffer.concat([SIZE, reply(1, '', 6)]), 'none-required'],
    ['see what others may open', NEW, LIST, reply(0x8000_0002, '', 6), 'refused-by-acl'],
    ['see what is open inside TLS only', NEW, LIST, reply(0x8000_0005, '', 6), 'unknown'],
    ['see a name, of which nothing is told', NEW, LIST, reply(1, '', 6), 'unknown'],
    ['see that there is nothing', NEW, reply(1), '', 'unknown'],
    ['not see the list', NEW, reply(0x8000_0002), '', 'unknown'],
  ])('%s', async (_, greeting, list, info, access) => {
    await using peer = await startPeer((socket) => {
      socket.write(greeting);
      socket.on('data', (bytes) => socket.write(bytes.includes('disk') ? info : list));
    });
    expect((await askCheck(nbd, peer))?.answer.access).toBe(access);
  });
});
