import { describe, expect, it } from 'vitest';
import { parse, teamviewer } from '../../../src/identify/checks/teamviewer.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const PONG = '172411040000000000';

describe('the answer to a ping', () => {
  it.each([
    [PONG, 'pong'],
    ['1724110000', 'pong'],
    ['172410040000000000', undefined],
    ['17241104000000', undefined],
    ['17241104000000000000', undefined],
    ['113011040000000000', undefined],
    ['', undefined],
  ])('%s', (hex, reply) => expect(parse(Buffer.from(hex, 'hex'))).toBe(reply));
});

it.each([
  [PONG, 'unknown'],
  ['172410040000000000', undefined],
])('%s: access %s', async (hex, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(Buffer.from(hex, 'hex'))));
  expect((await askCheck(teamviewer, peer))?.answer.access).toBe(access);
});
