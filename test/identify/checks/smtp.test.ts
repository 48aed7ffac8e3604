import { describe, expect, it } from 'vitest';
import { parseEhlo, smtp } from '../../../src/identify/checks/smtp.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

describe('an answer to EHLO (RFC 5321 section 4.1.1.1)', () => {
  it.each([
    ['250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n', { starttls: true, auth: true }],
    ['250-mail.example\r\n250-AUTH=LOGIN\r\n250 HELP\r\n', { starttls: false, auth: true }],
    ['250-STARTTLS AUTH x\r\n250 SIZE\r\n', { starttls: false, auth: false }],
    ['250 mail.example\r\n', { starttls: false, auth: false }],
    ['250-mail.example\r\n250-STARTTLS\r\n', undefined],
    ['502 no\r\n', undefined],
  ])('%j', (text, expected) => expect(parseEhlo(Buffer.from(text))).toEqual(expected));
});

it.each([
  ['220 mail.example ESMTP Postfix\r\n', true],
  ['220-mail.example ESMTP Exim 4.96\r\n220 hello\r\n', true],
  ['554 mail.example ESMTP not accepting messages\r\n', true],
  ['220 (vsFTPd 3.0.3)\r\n', false],
  ['220 mail.example LMTP ready\r\n', false],
  ['HTTP/1.1 220 SMTP\r\n', false],
])('%j is SMTP: %s', (text, expected) => expect(smtp.recognizes(Buffer.from(text))).toBe(expected));

async function ask(greeting: string, ehlo: string): Promise<unknown> {
  await using peer = await startPeer((socket) => {
    socket.write(greeting);
    socket.on('data', (bytes) => socket.write(bytes.includes('EHLO') ? ehlo : '500 what?\r\n'));
  });
  return (await askCheck(smtp, peer))?.answer;
}

it('reports passwords outside TLS', async () => {
  const answer = await ask('220 mail.example ESMTP Exim 4.96\r\n', '250-hi\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n');
  const details = { 'smtp.tls': true, 'smtp.auth_without_tls': true };
  expect(answer).toMatchObject({ product: 'Exim', version: '4.96', confidence: 10, access: 'unknown', details });
});

it('knows a server without EHLO, and one that does not say what it speaks', async () => {
  const details = { 'smtp.tls': false, 'smtp.auth_without_tls': false };
  expect(await ask('220 old SMTP\r\n', '500 unknown\r\n')).toMatchObject({ confidence: 8, details });
  expect(await ask('220 mail.example ready\r\n', '250-hi\r\n250 SIZE\r\n')).toMatchObject({ confidence: 10, details });
  expect(await ask('220 files.example ready\r\n', '500 unknown\r\n')).toBeUndefined();
});

it('knows who is turned away', async () => {
  expect(await ask('554 mail.example ESMTP go away\r\n', '')).toMatchObject({ access: 'refused-by-acl', details: {} });
});
