import { describe, expect, it } from 'vitest';
import { citrixIca, parse } from '../../../src/identify/checks/citrix-ica.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const SIGN = '\x7f\x7fICA\0';

describe('the greeting', () => {
  it.each([
    [SIGN + SIGN, 2],
    [SIGN.repeat(5), 5],
    [SIGN, undefined],
    [SIGN + '\x7f\x7fICX\0', undefined],
    ['x' + SIGN + SIGN, undefined],
    ['', undefined],
  ])('%j', (text, times) => expect(parse(Buffer.from(text, 'latin1'))).toBe(times));
});

it('listens until it was said twice, and says nothing', async () => {
  await using peer = await startPeer((socket) => {
    socket.write(SIGN, 'latin1');
    setTimeout(() => socket.write(SIGN, 'latin1'), 50);
  });
  expect((await askCheck(citrixIca, peer))?.answer).toMatchObject({ product: 'Citrix ICA', access: 'unknown' });
  expect(peer.heard.map(String)).toEqual(['']);
});
