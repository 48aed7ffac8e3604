import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/gdbserver.ts';
import { replyTo } from '../recording.ts';

const REPLY = replyTo('gdbserver/stopped', 'qSupported');
const wrong = Buffer.from(REPLY);
wrong[20] = 0x41;

it.each([
  ['the reply', REPLY, true],
  ['another sum', wrong, false],
  ['a cut reply', REPLY.subarray(0, -1), false],
  ['no packet size', Buffer.from('+$OK#9a'), false],
  ['the least that a stub says', Buffer.from('$PacketSize=400#15'), false],
  ['an acknowledgement', Buffer.from('+'), false],
])('%s', (_, bytes, expected) => expect(parse(bytes)).toBe(expected));

it('takes the shortest answer of a stub', () => {
  const text = 'PacketSize=400';
  const sum = [...Buffer.from(text)].reduce((total, byte) => (total + byte) % 256, 0);
  expect(parse(Buffer.from(`+$${text}#${sum.toString(16).padStart(2, '0')}`))).toBe(true);
});
