import { describe, expect, it } from 'vitest';
import { parse, spice } from '../../../src/identify/checks/spice.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** RedLinkReply with one common and one channel capability. */
function reply(error: number, size = 186): Buffer {
  const bytes = Buffer.alloc(16 + size);
  bytes.write('REDQ');
  bytes.writeUInt32LE(2, 4);
  bytes.writeUInt32LE(2, 8);
  bytes.writeUInt32LE(size, 12);
  bytes.writeUInt32LE(error, 16);
  return bytes;
}

function changed(at: number, hex: string): Buffer {
  const bytes = reply(0);
  bytes.write(hex, at, 'hex');
  return bytes;
}

describe('the answer to a link', () => {
  it.each([
    ['accepted', reply(0), { error: 0 }],
    ['inside TLS only', reply(5), { error: 5 }],
    ['one byte short', reply(0).subarray(0, -1), undefined],
    ['another magic', changed(0, '58'), undefined],
    ['another version', changed(4, '03'), undefined],
    ['too short for a key', reply(0, 100), undefined],
    ['an error that is none', changed(16, 'ffff'), undefined],
    ['an echo', Buffer.from('5245445102000000020000001600000000000000', 'hex'), undefined],
  ])('%s', (_, bytes, found) => expect(parse(bytes)).toEqual(found));
});

it.each([
  ['accepts it', reply(0), { 'spice.cleartext': true }],
  ['wants TLS', reply(5), { 'spice.cleartext': false }],
  ['does not like it', reply(3), {}],
])('a server that %s', async (_, answer, details) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.write(answer)));
  expect((await askCheck(spice, peer))?.answer).toMatchObject({ access: 'unknown', details });
});

it('finds nothing where something else is said', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end('nonsense')));
  expect(await askCheck(spice, peer)).toBeUndefined();
});
