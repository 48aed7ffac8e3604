import { describe, expect, it } from 'vitest';
import { openvpn, parse } from '../../../src/identify/checks/openvpn.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const RESET = replyTo('openvpn/tcp', 'hard reset').subarray(0, 28);

/** The recorded packet for another session. */
function resetFor(session: Buffer): Buffer {
  const copy = Buffer.from(RESET);
  session.copy(copy, 16);
  return copy;
}

describe('a hard reset of the server', () => {
  const session = Buffer.from('0102030405060708', 'hex');
  it('names the session that it answers', () => expect(parse(resetFor(session))).toEqual(session));

  it.each([
    ['one byte short', RESET.subarray(0, -1)],
    ['another length', Buffer.concat([Buffer.of(0, 27), RESET.subarray(2)])],
    ['of a client', Buffer.concat([Buffer.from('000e38', 'hex'), session, Buffer.alloc(5)])],
    ['that acknowledges nothing', Buffer.concat([Buffer.from('000e40', 'hex'), session, Buffer.alloc(5)])],
  ])('%s: none', (_, bytes) => expect(parse(bytes)).toBeUndefined());
});

it('finds a server that answers our session', async () => {
  await using peer = await startPeer((socket) =>
    socket.once('data', (bytes) => socket.write(resetFor(bytes.subarray(3, 11)))),
  );
  expect((await askCheck(openvpn, peer))?.answer).toMatchObject({ product: 'OpenVPN', access: 'unknown' });
});

it.each([
  ['another session', resetFor(Buffer.alloc(8, 1))],
  ['something else', Buffer.from('nonsense')],
])('finds nothing where %s is answered', async (_, answer) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(answer)));
  expect(await askCheck(openvpn, peer)).toBeUndefined();
});
