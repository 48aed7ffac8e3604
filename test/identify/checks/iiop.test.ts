import { expect, it } from 'vitest';
import { iiop, parse, parseError } from '../../../src/identify/checks/iiop.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const UNKNOWN = '47494f50010000040000000800001c4500000000';

it.each([
  ['here, little-endian', replyTo('iiop/naming', 'LocateRequest of NameService'), { located: true }],
  ['unknown, big-endian', bytes(UNKNOWN), { located: false }],
  ['another id', bytes(UNKNOWN.replace('1c45', '1c46')), undefined],
  ['another type', bytes(UNKNOWN.replace('0000040000', '0000030000')), undefined],
  ['cut', bytes(UNKNOWN).subarray(0, 19), undefined],
  ['a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), undefined],
])('%s', (_, reply, expected) => expect(parse(reply)).toEqual(expected));

it('knows MessageError', async () => {
  const error = bytes('47494f500100000600000000');
  expect(parseError(error)).toBe(true);
  expect(parseError(bytes('47494f500100000500000000'))).toBe(false);
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(error)));
  expect((await askCheck(iiop, peer))?.answer).toMatchObject({ access: 'unknown', details: {} });
});
