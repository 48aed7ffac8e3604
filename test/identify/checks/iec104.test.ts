import { expect, it } from 'vitest';
import { iec104, parse } from '../../../src/identify/checks/iec104.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  ['680483000000', ['TESTFR con']],
  ['680443000000680483000000', ['TESTFR act', 'TESTFR con']],
  ['6804830000', undefined],
  ['680483000001', undefined],
  ['680483000000ff', undefined],
  ['680401000000', undefined],
  ['', undefined],
])('%s', (bytes, expected) => expect(parse(Buffer.from(bytes, 'hex'))).toEqual(expected));

it('a station confirms the test, an echo server does not', async () => {
  await using peer = await startPeer(
    (socket) => void socket.once('data', () => socket.write(Buffer.from('680483000000', 'hex'))),
  );
  expect((await askCheck(iec104, peer))?.answer).toMatchObject({ access: 'unknown', confidence: 10 });
  await using echo = await startPeer((socket) => void socket.pipe(socket));
  expect(await askCheck(iec104, echo)).toBeUndefined();
});
