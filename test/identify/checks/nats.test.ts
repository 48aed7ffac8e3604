import { expect, it } from 'vitest';
import { nats, parse, parseReply } from '../../../src/identify/checks/nats.ts';

const INFO = 'INFO {"server_id":"NA","version":"2.9.10","auth_required":true} \r\n';

it.each([
  [INFO, { version: '2.9.10', tlsRequired: false }],
  ['INFO {"server_id":"NA","tls_required":true}\r\n', { version: null, tlsRequired: true }],
  ['INFO {"server_id":"NA"', undefined],
  ['INFO {"x":1}\r\n', undefined],
  ['+OK\r\n', undefined],
])('%j', (text, info) => expect(parse(Buffer.from(text))).toEqual(info));

it.each([
  ['PONG\r\n', 'none-required'],
  [`${INFO}PONG\r\n`, 'none-required'],
  ["-ERR 'Authorization Violation'\r\n", 'required'],
  ["-ERR 'Secure Connection - TLS Required'\r\n", 'unknown'],
  [`${INFO}-ERR 'maximum connections exceeded'\r\n`, 'unknown'],
  ['PING\r\n', undefined],
  ['', undefined],
])('%j', (text, access) => expect(parseReply(Buffer.from(text))).toBe(access));

it('is known by its greeting', () => {
  expect(nats.recognizes(Buffer.from(INFO))).toBe(true);
  expect(nats.recognizes(Buffer.from('INFO {}\r\n'))).toBe(false);
});
