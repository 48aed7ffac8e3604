import { describe, expect, it } from 'vitest';
import { ftp, parse } from '../../../src/identify/checks/ftp.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

describe('a reply (RFC 959 section 4.2)', () => {
  it.each([
    ['220 (vsFTPd 3.0.3)\r\n', { code: 220, text: '(vsFTPd 3.0.3)' }],
    ['211-Features:\r\n UTF8\r\n211 End\r\n', { code: 211, text: 'Features:\r\n UTF8\r\n211 End' }],
    ['211-Features:\r\n 211 not the end\r\n', undefined],
    ['220 no end of line', undefined],
    ['+OK POP3\r\n', undefined],
  ])('%j', (text, reply) => expect(parse(Buffer.from(text))).toEqual(reply));
});

it.each([
  ['ftp/anonymous', 'none-required', { 'ftp.anonymous': true, 'ftp.tls': false }],
  ['ftp/refused', 'required', { 'ftp.anonymous': false, 'ftp.tls': true }],
] as const)('%s: %s', async (name, access, details) => {
  const found = await askRecording(ftp, name);
  expect(found?.answer).toEqual({ product: 'vsFTPd', version: '3.0.3', confidence: 10, access, details });
});

it.each([
  ['220 mail.example ESMTP ready\r\n', false],
  ['220 VMware Authentication Daemon Version 1.10\r\n', false],
  ['220 something\r\n', true],
  ['500 OOPS: vsftpd: refusing to run with writable root\r\n', true],
  ['421 Too many FTP connections\r\n', true],
  ['421 Service not available\r\n', false],
  ['554 No SMTP service here\r\n', false],
])('%j is FTP: %s', (text, expected) => expect(ftp.recognizes(Buffer.from(text))).toBe(expected));

it('says unknown when the server is busy at PASS', async () => {
  await using peer = await startPeer((socket) => {
    socket.write('220 FTP\r\n');
    const answers = ['500 what?\r\n', '331 go on\r\n', '421 busy\r\n'];
    socket.on('data', () => socket.write(answers.shift() ?? ''));
  });
  const found = await askCheck(ftp, peer);
  expect(found?.answer).toMatchObject({ access: 'unknown', details: {} });
});

it('does not take a mail server without the word SMTP for FTP', async () => {
  await using peer = await startPeer((socket) => {
    socket.write('220 mail.example ready\r\n');
    socket.on('data', () => socket.write('530 Must issue a STARTTLS command first\r\n'));
  });
  expect(await askCheck(ftp, peer)).toBeUndefined();
  expect(peer.heard.join()).not.toContain('PASS');
});

it.each([
  ['530 Anonymous sessions must use encryption.', '211-Features:\r\n211 End\r\n'],
  ['550 SSL/TLS required on the control channel', '211-Features:\r\n AUTH TLS\r\n211 End\r\n'],
  ['421 Sorry, cleartext sessions and weak ciphers are not accepted on this server.', '500 what?\r\n'],
])('a refusal for want of TLS says nothing about access: %s', async (refusal, features) => {
  await using peer = await startPeer((socket) => {
    socket.write('220 FTP\r\n');
    socket.on('data', (bytes) => socket.write(bytes.includes('FEAT') ? features : `${refusal}\r\n`));
  });
  const found = await askCheck(ftp, peer);
  expect(found?.answer.access).toBe('unknown');
  expect(found?.answer.details).not.toHaveProperty('ftp.anonymous');
});
