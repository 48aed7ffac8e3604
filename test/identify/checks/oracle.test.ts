import { describe, expect, it } from 'vitest';
import { oracle, parse } from '../../../src/identify/checks/oracle.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** REFUSE as public dissections of tnsping show it. */
const refuse = (text: string, lengthOfText = text.length): Buffer => {
  const head = Buffer.from('000000000400000022000000', 'hex');
  head.writeUInt16BE(12 + text.length, 0);
  head.writeUInt16BE(lengthOfText, 10);
  return Buffer.concat([head, Buffer.from(text)]);
};
const PONG = '(DESCRIPTION=(TMP=)(VSNNUM=186647040)(ERR=0)(ALIAS=LISTENER))';

describe('a refusal', () => {
  it.each([
    ['of 11.2', refuse(PONG), { version: '11.2.0.2.0' }],
    ['of 12.1', refuse('(DESCRIPTION=(TMP=)(VSNNUM=202375680)(ERR=0))'), { version: '12.1.0.2.0' }],
    ['of 19', refuse('(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=1189)(ERROR_STACK=))'), { version: '19.0.0.0.0' }],
    ['of 21', refuse('(DESCRIPTION=(TMP=)(VSNNUM=352321536)(ERR=12514))'), { version: '21.0.0.0.0' }],
    [
      'without its version',
      refuse('(DESCRIPTION=(ERR=1153)(VSNNUM=0)(ERROR_STACK=(ERROR=(CODE=1153))))'),
      { version: undefined },
    ],
    ['with another length of its text', refuse(PONG, 3), undefined],
    ['with another text', refuse('(HELLO=(TMP=))'), undefined],
    ['cut', refuse(PONG).subarray(0, 40), undefined],
    ['RESEND', Buffer.from('000800000b000000', 'hex'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, refusal) => expect(parse(bytes)).toEqual(refusal));
});

const RESEND = Buffer.from('000800000b000000', 'hex');

it('pings once, and once more where the listener asks for it', async () => {
  await using peer = await startPeer((socket) => {
    let asked = 0;
    socket.on('data', () => socket.write((asked += 1) === 1 ? RESEND : refuse(PONG)));
  });
  const found = await askCheck(oracle, peer);
  expect(found?.answer).toEqual({
    product: 'Oracle TNS listener',
    version: '11.2.0.2.0',
    confidence: 10,
    access: 'unknown',
    details: {},
  });
  const [heard = Buffer.alloc(0)] = peer.heard;
  const length = heard.readUInt16BE(0);
  expect(heard.length).toBe(2 * length);
  expect(heard.toString('latin1', heard.readUInt16BE(26), length)).toBe('(CONNECT_DATA=(COMMAND=ping))');
  expect(heard.readUInt16BE(24)).toBe(length - 58);
});

it.each([
  ['who asks for it again and again', RESEND],
  ['who says hello', Buffer.from('hello\r\n')],
])('is nothing to %s', async (_, reply) => {
  await using peer = await startPeer((socket) => socket.on('data', () => socket.write(reply)));
  expect(await askCheck(oracle, peer)).toBeUndefined();
});
