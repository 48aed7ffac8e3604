import { describe, expect, it } from 'vitest';
import { parse, tellsOfTls } from '../../../src/identify/checks/tls.ts';
import { replyTo } from '../recording.ts';

describe('a TLS record (RFC 8446 section 5.1)', () => {
  it.each([
    ['fatal protocol_version', '15030100020246', { type: 'alert', alert: 70 }],
    ['fatal unexpected_message', '1503030002020a', { type: 'alert', alert: 10 }],
    ['a handshake', '160303004a02', { type: 'handshake', alert: undefined }],
    ['an alert of level 3', '15030100020346', undefined],
    ['a record that is too long', '1603ffffff02', undefined],
    ['four bytes', '15030100', undefined],
    ['TPKT', '0300001302f0', undefined],
  ])('%s', (_, bytes, record) => expect(parse(Buffer.from(bytes, 'hex'))).toEqual(record));
});

it.each([
  ['what nginx said', replyTo('tls/nginx-plain-question', 'GET /'), true],
  [
    "Go's words",
    Buffer.from('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'),
    true,
  ],
  ['another bad request', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\nno'), false],
  ['a page about it', Buffer.from('The plain HTTP request was sent to HTTPS port'), false],
])('%s tells of TLS: %s', (_, bytes, expected) => expect(tellsOfTls(bytes)).toBe(expected));
