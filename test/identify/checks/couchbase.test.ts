import { describe, expect, it } from 'vitest';
import { couchbase, parse } from '../../../src/identify/checks/couchbase.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const response = (opcode: number, status: number, value = ''): Buffer => {
  const head = Buffer.alloc(24);
  head.writeUInt8(0x81, 0);
  head.writeUInt8(opcode, 1);
  head.writeUInt16BE(status, 6);
  head.writeUInt32BE(value.length, 8);
  head.write('prtv', 12);
  return Buffer.concat([head, Buffer.from(value)]);
};
const changed = (at: number, value: number): Buffer => {
  const bytes = response(0x0b, 0, '1.6.18');
  bytes[at] = value;
  return bytes;
};

describe('a response', () => {
  it.each([
    ['version', response(0x0b, 0, '1.6.18'), { opcode: 0x0b, status: 0, value: '1.6.18' }],
    ['a request', changed(0, 0x80), undefined],
    ['to somebody else', changed(12, 0), undefined],
    ['a key longer than the body', changed(3, 9), undefined],
    ['a body beyond all measure', changed(8, 0xff), undefined],
    ['cut', response(0x0b, 0, '1.6.18').subarray(0, 28), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, parsed) => expect(parse(bytes)).toEqual(parsed));
});

it('memcached with SASL (recorded from 1.6.18) wants a login', async () => {
  expect((await askRecording(couchbase, 'couchbase/memcached-sasl'))?.answer).toMatchObject({
    name: 'memcached',
    product: 'memcached',
    version: '1.6.18',
    access: 'required',
  });
});

const COUCHBASE = { 0x0b: response(0x0b, 0, '7.2.4-7070'), 0x1f: response(0x1f, 0) };
const MEMCACHED = { 0x0b: response(0x0b, 0, '1.6.18'), 0x1f: response(0x1f, 0x81, 'Unknown command') };

describe('what a stranger may do (peers built from BinaryProtocol.md)', () => {
  it.each([
    [
      'log in, Couchbase',
      COUCHBASE,
      response(0, 0x24),
      { product: 'Couchbase', version: '7.2.4-7070', access: 'required' },
    ],
    ['choose no bucket, Couchbase', COUCHBASE, response(0, 0x08), { product: 'Couchbase', access: 'required' }],
    ['read, Couchbase', COUCHBASE, response(0, 0x01), { product: 'Couchbase', access: 'none-required' }],
    ['wait, Couchbase', COUCHBASE, response(0, 0x86), { product: 'Couchbase', access: 'unknown' }],
    [
      'read, memcached',
      MEMCACHED,
      response(0, 0x01),
      { name: 'memcached', version: '1.6.18', access: 'none-required' },
    ],
  ])('%s', async (_, replies: Readonly<Record<number, Buffer>>, data, answer) => {
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => socket.write({ ...replies, 0: data }[bytes[1] ?? 0] ?? Buffer.alloc(0)));
    });
    expect((await askCheck(couchbase, peer))?.answer).toMatchObject(answer);
  });

  it.each([
    ['an echo', (bytes: Buffer): Buffer => bytes],
    ['who answers something else', (): Buffer => response(0x20, 0)],
    ['who has no memory left', (bytes: Buffer): Buffer => response(bytes[1] ?? 0, 0x82)],
  ])('is nothing to %s', async (_, reply) => {
    await using peer = await startPeer((socket) => socket.on('data', (bytes) => socket.write(reply(bytes))));
    expect(await askCheck(couchbase, peer)).toBeUndefined();
  });
});
