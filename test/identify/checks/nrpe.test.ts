import { expect, it } from 'vitest';
import { nrpe, parse } from '../../../src/identify/checks/nrpe.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

function response(text: string, { version = 2, type = 2 } = {}): Buffer {
  const packet = Buffer.alloc(1036);
  packet.writeUInt16BE(version, 0);
  packet.writeUInt16BE(type, 2);
  packet.write(text, 10);
  return packet;
}

it.each([
  ['a response', response('NRPE v4.1.0'), 'NRPE v4.1.0'],
  ['our own query', response('_NRPE_CHECK', { type: 1 }), undefined],
  ['another version', response('NRPE', { version: 7 }), undefined],
  ['half of one', response('NRPE v4.1.0').subarray(0, 500), undefined],
])('%s', (_, bytes, expected) => expect(parse(bytes)).toBe(expected));

it('knows a server that answers with words of its own', async () => {
  await using peer = await startPeer((socket) =>
    socket.on('data', () => socket.write(response("I'm not to be checked"))),
  );
  expect((await askCheck(nrpe, peer))?.answer).toMatchObject({
    product: 'NRPE',
    version: null,
    access: 'none-required',
  });
});
