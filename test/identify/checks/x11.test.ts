import { describe, expect, it } from 'vitest';
import { parse, x11 } from '../../../src/identify/checks/x11.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const OPEN = replyTo('x11/open', 'connection setup');

/** "Connection Setup": 0, the reason's length, version 11.0, its length in units of four bytes, the reason and its padding. */
function refusal(reason: string, version = '0b000000'): Buffer {
  const units = Math.ceil(reason.length / 4);
  const head = Buffer.concat([Buffer.of(0, reason.length), Buffer.from(version, 'hex'), Buffer.of(units, 0)]);
  return Buffer.concat([head, Buffer.from(reason.padEnd(units * 4, '\0'))]);
}

function released(release: number): Buffer {
  const copy = Buffer.from(OPEN);
  copy.writeUInt32LE(release, 8);
  return copy;
}

describe('the answer to a connection setup', () => {
  it.each([
    ['accepted', OPEN, { kind: 'accepted', vendor: 'The X.Org Foundation', release: 12_101_007 }],
    ['refused', refusal('No protocol specified\n'), { kind: 'refused', reason: 'No protocol specified\n' }],
    ['authenticate', Buffer.from('0200000000000100 74686973'.replaceAll(' ', ''), 'hex'), { kind: 'authenticate' }],
    ['one byte short', OPEN.subarray(0, -1), undefined],
    ['another version', refusal('Protocol version mismatch', '0a000000'), undefined],
    ['a reason with control characters', refusal('a\x1b[31mb'), undefined],
    ['no reason', refusal(''), undefined],
    ['more than the reason', Buffer.from('00010b0000000200 6100000000000000'.replaceAll(' ', ''), 'hex'), undefined],
    ['a vendor longer than everything', Buffer.from(`01000b0000000800${'ff'.repeat(32)}`, 'hex'), undefined],
    ['zeros', Buffer.alloc(64), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

it.each([
  ['everybody may draw', OPEN, 'none-required'],
  ['X.Org wants a cookie', refusal('Authorization required, but no authorization protocol specified\n'), 'required'],
  ['XFree86 wants a cookie', refusal('No protocol specified\n'), 'required'],
  ['this host may not', refusal('Client is not authorized to connect to Server'), 'refused-by-acl'],
  ['the server is full', refusal('Maximum number of clients reached'), 'unknown'],
])('%s', async (_, answer, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(answer)));
  expect((await askCheck(x11, peer))?.answer).toMatchObject({ confidence: 10, access });
});

it.each([
  [12_101_007, '21.1.7'],
  [12_013_000, '1.20.13'],
  [70_101_000, null],
  [5, null],
])('release %i is version %s', async (release, version) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(released(release))));
  expect((await askCheck(x11, peer))?.answer.version).toBe(version);
});
