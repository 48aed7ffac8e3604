import { describe, expect, it } from 'vitest';
import { mssql, parse } from '../../../src/identify/checks/mssql.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** A PRELOGIN response as MS-TDS 4.2 shows one: version 16.0.1000, encryption, instance validity, thread id, MARS. */
const response = (encryption: number): Buffer =>
  Buffer.from(
    `0401002b00000100` +
      '00001a0006' +
      '0100200001' +
      '0200210001' +
      '0300220000' +
      '0400220001' +
      'ff' +
      '100003e80000' +
      `0${encryption}` +
      '00' +
      '00',
    'hex',
  );

const changed = (at: number, value: number): Buffer => {
  const bytes = response(0);
  bytes[at] = value;
  return bytes;
};

describe('the answer to PRELOGIN', () => {
  it.each([
    ['encrypts the login only', response(0), { version: '16.0.1000', encryption: 'optional' }],
    ['without a certificate', response(2), { version: '16.0.1000', encryption: 'unsupported' }],
    ['forces encryption', response(3), { version: '16.0.1000', encryption: 'required' }],
    ['an encryption that does not exist', response(7), undefined],
    ['cut', response(0).subarray(0, 40), undefined],
    ['a request, not a response', changed(0, 0x12), undefined],
    ['an option outside the packet', changed(10, 0xff), undefined],
    ['a first option that is not the version', changed(8, 5), undefined],
    ['a version of one byte', changed(12, 1), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

it('says which encryption the login gets, and nothing about access', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.write(response(2))));
  const found = await askCheck(mssql, peer);
  expect(found?.answer).toEqual({
    product: 'Microsoft SQL Server',
    version: '16.0.1000',
    confidence: 10,
    access: 'unknown',
    details: { 'mssql.encryption': 'unsupported' },
  });
  expect(peer.heard[0]?.toString('hex')).toBe('1201001a0000010000000b00060100110001ff00000000000000');
});

it('does not take an echo for a server', async () => {
  await using peer = await startPeer((socket) => socket.on('data', (bytes) => socket.write(bytes)));
  expect(await askCheck(mssql, peer)).toBeUndefined();
});
