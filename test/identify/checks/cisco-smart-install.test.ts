import { describe, expect, it } from 'vitest';
import { ciscoSmartInstall, parse } from '../../../src/identify/checks/cisco-smart-install.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const CLIENT = Buffer.from('000000040000000000000003000000080000000100000000', 'hex');
const QUESTION = Buffer.from('000000010000000100000004000000080000000100000000', 'hex');

describe('the answer of a client', () => {
  it.each([
    ['what clients say', CLIENT, 'client'],
    ['our own question', QUESTION, undefined],
    ['one byte short', CLIENT.subarray(0, -1), undefined],
    ['one byte more', Buffer.concat([CLIENT, Buffer.of(0)]), undefined],
    ['zeros', Buffer.alloc(24), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toBe(reply));
});

it.each([
  ['a client', CLIENT, 'none-required'],
  ['an echo', QUESTION, undefined],
  ['something else', Buffer.from('nonsense'), undefined],
])('%s: %s', async (_, answer, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(answer)));
  expect((await askCheck(ciscoSmartInstall, peer))?.answer.access).toBe(access);
});
