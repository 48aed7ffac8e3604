import { describe, expect, it } from 'vitest';
import { parseHttp } from '../../../src/identify/http-response.ts';
import { readChallenges } from '../../../src/identify/web/challenges.ts';
import { speaksHttp2 } from '../../../src/identify/web/http2.ts';
import { serverProduct } from '../../../src/identify/web/server-product.ts';

describe('the product of a web server', () => {
  it.each<[string, string, string | null, string | null]>([
    ['Server: nginx/1.22.1', '', 'nginx', '1.22.1'],
    ['Server: nginx', '', 'nginx', null],
    ['Server: Apache/2.4.57 (Debian)', '', 'Apache httpd', '2.4.57'],
    ['Server: Apache', '', 'Apache httpd', null],
    ['Server: Apache-Coyote/1.1', '<h3>Apache Tomcat/7.0.52</h3>', 'Apache Tomcat', '7.0.52'],
    ['Server: Apache-Coyote/1.1', '', 'Apache Tomcat', null],
    ['X: y', '<!doctype html><html><head><title>Apache Tomcat/10.1.6 (Debian)</title>', 'Apache Tomcat', '10.1.6'],
    ['Server: Microsoft-IIS/10.0', '', 'Microsoft IIS', '10.0'],
    ['Server: Microsoft-HTTPAPI/2.0', '', 'Microsoft HTTPAPI', '2.0'],
    ['Server: Jetty(9.4.50.v20221201)', '', 'Jetty', '9.4.50.v20221201'],
    ['Server: SimpleHTTP/0.6 Python/3.11.2', '', 'Python http.server', null],
    ['Server: Python/3.11 aiohttp/3.8.4', '', 'aiohttp', '3.8.4'],
    ['Server: Werkzeug/2.2.2 Python/3.11.2', '', 'Werkzeug', '2.2.2'],
    ['Server: lighttpd/1.4.69', '', 'lighttpd', '1.4.69'],
    ['Server: Kestrel', '', 'Kestrel', null],
    ['X-Powered-By: Express', '', 'Express', null],
    ['X-Powered-By: PHP/8.2.7', '', 'PHP', '8.2.7'],
    ['Server: nginx\r\nX-Powered-By: PHP/8.2.7', '', 'nginx', null],
    ['Server:', '', null, null],
    ['Server: \x1b[31m/1', '', '\\x1b[31m', '1'],
  ])('%s %s', (fields, body, product, version) => {
    const response = parseHttp(Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n${body}`));
    expect(response && serverProduct(response)).toEqual({ product, version });
  });
});

describe('challenges (RFC 9110 section 11.6.1)', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['Basic realm="lab"', ['basic'], 'lab'],
    ['Negotiate, NTLM, Basic realm="a, Digest b"', ['negotiate', 'ntlm', 'basic'], 'a, Digest b'],
    ['Digest realm=x, qop="auth", nonce="Bearer ", basic="no"', ['digest'], 'x'],
    ['Bearer realm="https://auth.example/token",service="registry"', ['bearer'], 'https://auth.example/token'],
    ['Basic', ['basic'], undefined],
    ['basic=1', [], undefined],
    ['Invented realm="x"', [], 'x'],
    ['', [], undefined],
  ])('%s', (field, schemes, realm) => expect(readChallenges(field)).toEqual({ schemes, realm }));

  it.each(['"', 'realm="', '\\"', 'Basic ', ', '])('is quick with %j again and again', (piece) => {
    const started = performance.now();
    readChallenges(piece.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('HTTP/2 without being asked', () => {
  it.each([
    ['of Go', '000006040000000000000500004000', true],
    [
      'with six settings',
      '00002404000000000000010000100000020000000100030000006400040001000000050000400000060000',
      true,
    ],
    ['of Node.js, with the farewell', '0000000400000000000000080700000000000000000000000002', true],
    ['with a window', '000000040000000000000004080000000000000f0001', true],
    ['and another empty frame', '000000040000000000000000040000000000', false],
    ['too short', '0000060400000000000005', false],
    ['an acknowledgement', '000000040100000000000000000000000000', false],
    ['an empty frame', '000000040000000000000000000000000000', false],
    ['on a stream', '000006040000000001000500004000', false],
    ['of a length that does not fit', '000007040000000000000500004000', false],
    ['an unheard-of setting', '0000060400000000004d4100004000', false],
    ['HTTP/1', Buffer.from('HTTP/1.1 200 OK\r\n').toString('hex'), false],
  ])('%s', (_, hex, expected) => expect(speaksHttp2(Buffer.from(hex, 'hex'))).toBe(expected));
});
