import { describe, expect, it } from 'vitest';
import { parse, pptp } from '../../../src/identify/checks/pptp.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const REPLY = replyTo('pptp/pptpd', 'Start-Control-Connection-Request').subarray(0, 156);

function changed(at: number, hex: string): Buffer {
  const copy = Buffer.from(REPLY);
  copy.write(hex, at, 'hex');
  return copy;
}

describe('a Start-Control-Connection-Reply (RFC 2637 section 2.2)', () => {
  it.each([
    ['accepted', REPLY, { result: 1, vendor: 'linux' }],
    ['refused', changed(14, '04'), { result: 4, vendor: 'linux' }],
    ['a vendor that fills its field', changed(92, '61'.repeat(64)), { result: 1, vendor: 'a'.repeat(64) }],
    ['a hostile vendor', changed(92, '1b5b00'), { result: 1, vendor: '\\x1b[' }],
    ['one byte short', REPLY.subarray(0, -1), undefined],
    ['another cookie', changed(4, '1a2b3c4e'), undefined],
    ['a request', changed(8, '0001'), undefined],
    ['a management message', changed(2, '0002'), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

it.each([
  ['04', 'refused-by-acl'],
  ['01', 'unknown'],
  ['02', 'unknown'],
])('result %s: %s', async (result, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.write(changed(14, result))));
  expect((await askCheck(pptp, peer))?.answer.access).toBe(access);
});

it('ends the control connection', async () => {
  const found = await askRecording(pptp, 'pptp/pptpd');
  expect(found?.evidence.at(-1)?.question).toBe('Stop-Control-Connection-Request');
});
