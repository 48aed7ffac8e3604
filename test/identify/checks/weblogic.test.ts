import { expect, it } from 'vitest';
import { parse, weblogic } from '../../../src/identify/checks/weblogic.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const HELO = 'HELO:12.2.1.4.0.false\nAS:2048\nHL:19\nMS:10000000\nPN:DOMAIN\n\n';
const FILTER =
  '[Socket:000445]Connection rejected, filter blocked Socket, weblogic.security.net.FilterException: [Security:090220]rule 1\n';

it.each([
  [HELO, { version: '12.2.1.4.0' }],
  [FILTER, { version: null }],
  ['HELO:12.2.1.4.0.false\nAS:2048\n', undefined],
  ['HELO there\n\n', undefined],
  ['HTTP/1.1 400 Bad Request\r\n\r\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));

it.each([
  [HELO, 'unknown'],
  [FILTER, 'refused-by-acl'],
] as const)('access of %j', async (text, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(text)));
  expect((await askCheck(weblogic, peer))?.answer).toMatchObject({ product: 'WebLogic', access });
});
