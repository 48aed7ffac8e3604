import { expect, it } from 'vitest';
import { ftp } from '../../../src/identify/checks/ftp.ts';
import { lmtp } from '../../../src/identify/checks/lmtp.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  ['220 lab.example LMTP Dovecot ready\r\n', true],
  ['220 lab.example Dovecot (Debian) ready.\r\n', true],
  ['220 lab.example ESMTP Postfix\r\n', false],
  ['421 lab.example LMTP busy\r\n', false],
])('%j is LMTP: %s', (text, expected) => {
  expect(lmtp.recognizes(Buffer.from(text))).toBe(expected);
  expect(ftp.recognizes(Buffer.from(text))).toBe(false);
});

it('is proven by LHLO', async () => {
  await using peer = await startPeer((socket) => {
    socket.write('220 lab.example LMTP Dovecot ready\r\n');
    socket.on('data', () => socket.write('250-lab.example\r\n250 PIPELINING\r\n'));
  });
  expect((await askCheck(lmtp, peer))?.answer).toMatchObject({ product: 'Dovecot', confidence: 10, access: 'unknown' });
});
