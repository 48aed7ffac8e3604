import { describe, expect, it } from 'vitest';
import { msrpc, parse } from '../../../src/identify/checks/msrpc.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const ACK = replyTo('msrpc/samba', 'bind to the endpoint mapper');
const CALL = 0x50_72_74_76;

function changed(at: number, hex: string): Buffer {
  const copy = Buffer.from(ACK);
  copy.write(hex, at, 'hex');
  return copy;
}

/** C706 section 12.6.4.5: why the bind is refused (protocol version not supported), and the version that is. */
const NAK = Buffer.from('05000d031000000018000000767472500400010500000000', 'hex');

describe('the answer to a bind (C706 section 12.6)', () => {
  it.each([
    ['accepted', ACK, { kind: 'ack', call: CALL }],
    ['refused', NAK, { kind: 'nak', call: CALL }],
    ['one byte short', ACK.subarray(0, -1), undefined],
    ['another version', changed(0, '04'), undefined],
    ['a request', changed(2, '00'), undefined],
    ['a part of something', changed(3, '01'), undefined],
    ['big endian', changed(4, '00'), undefined],
    ['too short for what it is', changed(8, '1000'), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

it.each([
  ['accepts', ACK, true],
  ['refuses', NAK, true],
  ['answers another call', changed(12, '00'), false],
  ['says something else', Buffer.from('nonsense'), false],
])('a server that %s the bind', async (_, answer, known) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(answer)));
  const found = await askCheck(msrpc, peer);
  expect(found?.answer.access).toBe(known ? 'unknown' : undefined);
});
