import { describe, expect, it } from 'vitest';
import { nx, parse } from '../../../src/identify/checks/nx.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

describe('the first line of a server', () => {
  it.each([
    ['NXD-6.5.6\n', { version: '6.5.6' }],
    ['NXD-5.6.7\r\n', { version: '5.6.7' }],
    ['NXD-5.6.7', undefined],
    ['NXD-5\n', undefined],
    ['NXSH-5.6.7\n', undefined],
    ['SSH-2.0-x\r\n', undefined],
  ])('%j', (text, reply) => expect(parse(Buffer.from(text))).toEqual(reply));
});

it.each([
  ['NXD-6.5.6\n', 'unknown'],
  ['NXSH-5.6.7\n', undefined],
])('%j: access %s', async (answer, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(answer)));
  expect((await askCheck(nx, peer))?.answer.access).toBe(access);
});
