import { describe, expect, it } from 'vitest';
import { parse, radmin } from '../../../src/identify/checks/radmin.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const GREETING = Buffer.concat([Buffer.from('0100000025090002', 'hex'), Buffer.alloc(38, 8)]);

describe('a greeting', () => {
  it.each([
    ['as it is', GREETING, 'greeting'],
    ['one byte short', GREETING.subarray(0, -1), undefined],
    ['one byte more', Buffer.concat([GREETING, Buffer.of(0)]), undefined],
    ['our own question', Buffer.from('01000000010000000808', 'hex'), undefined],
    ['zeros', Buffer.alloc(46), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toBe(reply));
});

it.each([
  ['a greeting', GREETING, 'unknown'],
  ['something else', Buffer.from('nonsense'), undefined],
])('%s: access %s', async (_, answer, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(answer)));
  expect((await askCheck(radmin, peer))?.answer.access).toBe(access);
});
