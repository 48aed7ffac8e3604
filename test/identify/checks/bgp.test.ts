import { expect, it } from 'vitest';
import { bgp, parse } from '../../../src/identify/checks/bgp.ts';
import { telnet } from '../../../src/identify/checks/telnet.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const ONES = 'ff'.repeat(16);
const OPEN = `${ONES}001d0104fde800b4c000020100`;
const CEASE = `${ONES}0015030605`;

it.each([
  [OPEN, { type: 'open', system: 65_000 }],
  [CEASE, { type: 'notification', system: undefined }],
  [`${ONES}001d0103fde800b4c000020100`, undefined],
  [`${ONES}0015030905`, undefined],
  [`${ONES}ffff0104fde800b4c000020100`, undefined],
  [OPEN.slice(2), undefined],
])('%s', (hex, expected) => {
  expect(parse(Buffer.from(hex, 'hex'))).toEqual(expected);
  expect(telnet.recognizes(Buffer.from(hex, 'hex'))).toBe(false);
});

it.each([
  [OPEN, 'unknown', { 'bgp.as': 65_000 }],
  [CEASE, 'refused-by-acl', {}],
])('%s: %s', async (hex, access, details) => {
  await using peer = await startPeer((socket) => socket.write(Buffer.from(hex, 'hex')));
  expect((await askCheck(bgp, peer))?.answer).toMatchObject({ access, details });
});
