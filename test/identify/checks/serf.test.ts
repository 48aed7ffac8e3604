import { describe, expect, it } from 'vitest';
import { parse, serf } from '../../../src/identify/checks/serf.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const header = (sequence: number, error: string): Buffer =>
  Buffer.concat([
    Buffer.from('\x82\xa5Error', 'latin1'),
    error.length < 32 ? Buffer.from([0xa0 + error.length]) : Buffer.from([0xd9, error.length]),
    Buffer.from(`${error}\xa3Seq`, 'latin1'),
    Buffer.from([sequence]),
  ]);

it.each([
  [header(0, ''), { sequence: 0, error: '' }],
  [header(1, 'Authentication required'), { sequence: 1, error: 'Authentication required' }],
  [header(1, 'x'.repeat(40)), { sequence: 1, error: 'x'.repeat(40) }],
  [Buffer.from('\x82\xa3Seq\x07\xa5Error\xa2no', 'latin1'), { sequence: 7, error: 'no' }],
  [Buffer.from('\x82\xa3Seq\x07\xa5Error\xa3no', 'latin1'), undefined],
  [header(0, '').subarray(0, -1), undefined],
  [Buffer.from('\x82\xa5Error', 'latin1'), undefined],
  [Buffer.from('HTTP/1.1'), undefined],
])('header %#', (bytes, expected) => expect(parse(bytes)).toEqual(expected));

describe('what a stranger may do', () => {
  it.each([
    ['ask', '', 'none-required'],
    ['nothing without a key', 'Authentication required', 'required'],
    ['nothing before the handshake', 'Handshake required', 'unknown'],
  ])('%s', async (_, error, access) => {
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => socket.write(bytes.includes('handshake') ? header(0, '') : header(1, error)));
    });
    expect((await askCheck(serf, peer))?.answer.access).toBe(access);
  });
});
