import { describe, expect, it } from 'vitest';
import { parse, parseCapabilities, pop3 } from '../../../src/identify/checks/pop3.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

describe('a reply (RFC 1939 section 3)', () => {
  it.each([
    ['+OK Dovecot ready.\r\n', { ok: true, text: 'Dovecot ready.' }],
    ['-ERR no\r\n', { ok: false, text: 'no' }],
    ['+OK\r\n', { ok: true, text: '' }],
    ['+OKAY\r\n', undefined],
    ['+PONG\r\n', undefined],
    ['+OK no end', undefined],
  ])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));
});

it('reads capabilities to the dot', () => {
  expect(parseCapabilities(Buffer.from('+OK\r\nSTLS\r\nSASL plain\r\n.\r\n'))).toEqual(['STLS', 'SASL PLAIN']);
  expect(parseCapabilities(Buffer.from('+OK\r\nSTLS\r\n'))).toBeUndefined();
  expect(parseCapabilities(Buffer.from('-ERR\r\nSTLS\r\n.\r\n'))).toBeUndefined();
});

it.each([
  ['+OK POP3 server ready <1.2@mail.example>\r\n', true],
  ['+OK Dovecot (Debian) ready.\r\n', true],
  ['+OK\r\n', false],
  ['+OK ready\r\n', false],
])('%j is POP3: %s', (text, expected) => expect(pop3.recognizes(Buffer.from(text))).toBe(expected));

it.each([
  [
    '+OK hello\r\n',
    '+OK\r\nSASL\r\n.\r\n',
    { access: 'required', details: { 'pop3.tls': false, 'pop3.login_without_tls': false } },
  ],
  [
    '+OK hello\r\n',
    '+OK\r\nUSER\r\nSASL ANONYMOUS\r\n.\r\n',
    { access: 'unknown', details: { 'pop3.login_without_tls': true } },
  ],
  ['+OK POP3 hello\r\n', '-ERR what\r\n', { confidence: 8, access: 'unknown', details: {} }],
])('%j, %j', async (greeting, capabilities, expected) => {
  await using peer = await startPeer((socket) => {
    socket.write(greeting);
    socket.on('data', (bytes) => {
      if (bytes.includes('CAPA')) socket.write(capabilities);
    });
  });
  expect((await askCheck(pop3, peer))?.answer).toMatchObject(expected);
});

it('is not who says +OK and knows no CAPA', async () => {
  await using peer = await startPeer((socket) => {
    socket.write('+OK hello\r\n');
    socket.on('data', () => socket.write('-ERR what\r\n'));
  });
  expect(await askCheck(pop3, peer)).toBeUndefined();
});
