import { describe, expect, it } from 'vitest';
import { buildConnect, firebird, parse } from '../../../src/identify/checks/firebird.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const reply = (...words: readonly string[]): Buffer => Buffer.from(words.join(''), 'hex');
const QUESTION = 'op_connect of a random user';
/** op_accept_data: no data, plugin `Srp`, authenticated or not, no keys. */
const acceptData = (authenticated: string): Buffer =>
  reply('0000005e', 'ffff8010', '00000001', '00000105', '00000000', '00000003', '53727000', authenticated, '00000000');

describe('the answer to op_connect', () => {
  it.each([
    ['of 3.0', replyTo('firebird/password', QUESTION), { protocol: 15, isFirebird: true, wantsAuthentication: true }],
    ['of 4.0, with compression', acceptData('00000000'), { protocol: 16, isFirebird: true, wantsAuthentication: true }],
    ['of 4.0 that trusts', acceptData('00000001'), { protocol: 16, isFirebird: true, wantsAuthentication: false }],
    [
      'of 2.5',
      reply('00000003', 'ffff800c', '00000001', '00000005'),
      { protocol: 12, isFirebird: true, wantsAuthentication: false },
    ],
    [
      'of InterBase',
      reply('00000003', '0000000a', '00000001', '00000003'),
      { protocol: 10, isFirebird: false, wantsAuthentication: false },
    ],
    ['op_reject', reply('00000004'), undefined],
    ['a protocol that does not exist', reply('00000003', '000000ff', '00000001', '00000003'), undefined],
    ['a plugin name that is cut', acceptData('00000000').subarray(0, 22), undefined],
    [
      'data beyond all measure',
      reply('0000005e', 'ffff8010', '00000001', '00000005', 'ffffffff', '00000000'),
      undefined,
    ],
    ['zeros', Buffer.alloc(64), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, parsed) => expect(parse(bytes)).toEqual(parsed));
});

it('wants a password (recorded from 3.0)', async () => {
  expect((await askRecording(firebird, 'firebird/password'))?.answer).toEqual({
    product: 'Firebird',
    version: null,
    confidence: 10,
    access: 'required',
    details: { 'firebird.protocol': 15 },
  });
});

it('takes neither an echo nor its own question for a server', async () => {
  expect(parse(buildConnect('portreeve-0123456789ab').bytes)).toBeUndefined();
  await using peer = await startPeer((socket) => socket.on('data', (bytes) => socket.write(bytes)));
  expect(await askCheck(firebird, peer)).toBeUndefined();
});
