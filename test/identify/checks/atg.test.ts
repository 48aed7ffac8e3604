import { expect, it } from 'vitest';
import { atg, parse } from '../../../src/identify/checks/atg.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const REPORT = '\x01\r\nI20100\r\nMAR 26, 2026  1:18 PM\r\n\r\nLAB STATION\r\n\r\nTANK PRODUCT\r\n  1  REGULAR\r\n\x03';

it.each([
  [REPORT, { understood: true }],
  ['\x019999FF1B\x03', { understood: false }],
  ['\x01I20100\n', undefined],
  ['\x01\r\nI20100\r\n\r\n', undefined],
  ['I20100', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));

it.each([
  ['reports', REPORT, 'none-required'],
  ['does not take the command', '\x019999FF1B\x03', 'unknown'],
])('a gauge that %s', async (_, text, access) => {
  await using peer = await startPeer((socket) => void socket.once('data', () => socket.write(text, 'latin1')));
  expect((await askCheck(atg, peer))?.answer.access).toBe(access);
});

it('an echo server is none', async () => {
  await using peer = await startPeer((socket) => void socket.pipe(socket));
  expect(await askCheck(atg, peer)).toBeUndefined();
});
