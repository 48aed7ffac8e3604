import { expect, it } from 'vitest';
import { parse, pulsar } from '../../../src/identify/checks/pulsar.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** A frame around a BaseCommand whose type is that of its only field. */
function frame(type: number, command: Buffer): Buffer {
  const key = type * 8 + 2;
  const tag = key < 0x80 ? [key] : [(key & 0x7f) | 0x80, key >> 7];
  const base = Buffer.concat([Buffer.from([0x08, type, ...tag, command.length]), command]);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(base.length + 4, 0);
  head.writeUInt32BE(base.length, 4);
  return Buffer.concat([head, base]);
}

const SERVER = Buffer.from('Pulsar Server-v2.10.2');
const CONNECTED = frame(3, Buffer.concat([Buffer.from([0x0a, SERVER.length]), SERVER, Buffer.from([0x10, 6])]));
const error = (code: number): Buffer => frame(14, Buffer.from([0x08, 0, 0x10, code, 0x1a, 2, 0x6e, 0x6f]));

it.each([
  ['CONNECTED', CONNECTED, { version: '2.10.2', access: 'none-required' }],
  ['AuthenticationError', error(3), { version: null, access: 'required' }],
  ['UnknownError', error(0), { version: null, access: 'unknown' }],
  ['AUTH_CHALLENGE', frame(36, Buffer.from([0x18, 6])), { version: null, access: 'required' }],
  ['a cut frame', CONNECTED.subarray(0, -1), undefined],
  ['PONG', frame(19, Buffer.alloc(0)), undefined],
  ['sizes that do not fit', Buffer.from('00000010000000100000000000000000', 'hex'), undefined],
  ['a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), undefined],
])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));

it('sends a frame that fits', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.write(CONNECTED)));
  expect((await askCheck(pulsar, peer))?.answer).toMatchObject({ product: 'Pulsar', access: 'none-required' });
  const sent = peer.heard[0] ?? Buffer.alloc(8);
  expect([sent.readUInt32BE(0), sent.readUInt32BE(4)]).toEqual([sent.length - 4, sent.length - 8]);
});
