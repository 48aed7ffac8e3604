import { describe, expect, it } from 'vitest';
import { imap, parse, parseCapabilities } from '../../../src/identify/checks/imap.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

describe('a greeting (RFC 9051 section 7.1)', () => {
  it.each([
    ['* OK Dovecot ready.\r\n', { state: 'ok', text: 'Dovecot ready.' }],
    ['* PREAUTH hello\r\n', { state: 'preauth', text: 'hello' }],
    ['* BYE busy\r\n', { state: 'bye', text: 'busy' }],
    ['* OKAY then\r\n', undefined],
    ['+OK ready\r\n', undefined],
    ['* OK no end', undefined],
  ])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));
});

it('takes capabilities only with the tagged answer', () => {
  const list = '* CAPABILITY IMAP4rev1 starttls\r\n';
  expect(parseCapabilities(Buffer.from(list))).toBeUndefined();
  expect(parseCapabilities(Buffer.from(`${list}portreeve1 BAD no\r\n`))).toBeUndefined();
  expect(parseCapabilities(Buffer.from(`${list}portreeve1 OK done\r\n`))).toEqual(new Set(['IMAP4REV1', 'STARTTLS']));
});

it.each([
  [
    '* OK hi\r\n',
    '* CAPABILITY IMAP4rev1 LOGINDISABLED',
    'required',
    { 'imap.tls': false, 'imap.login_without_tls': false },
  ],
  [
    '* OK hi\r\n',
    '* CAPABILITY IMAP4 AUTH=ANONYMOUS',
    'unknown',
    { 'imap.tls': false, 'imap.login_without_tls': true },
  ],
  ['* PREAUTH hi\r\n', '* CAPABILITY IMAP4rev1', 'none-required', {}],
  ['* BYE busy\r\n', '', 'unknown', {}],
])('%j, %j: %s', async (greeting, list, access, details) => {
  await using peer = await startPeer((socket) => {
    socket.write(greeting);
    socket.on('data', (bytes) => {
      if (bytes.includes('CAPABILITY')) socket.write(`${list}\r\nportreeve1 OK done\r\n`);
    });
  });
  expect((await askCheck(imap, peer))?.answer).toMatchObject({ access, details });
});
