import { describe, expect, it } from 'vitest';
import { clickhouse, parse } from '../../../src/identify/checks/clickhouse.ts';
import { recognize } from '../../../src/identify/checks.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const exception = (code: number): Buffer => {
  const bytes = Buffer.from('\x02\0\0\0\0\x0dDB::Exception\x04text\x05stack\0');
  bytes.writeInt32LE(code, 1);
  return bytes;
};
const hello = (revision: string, rest: string): Buffer =>
  Buffer.concat([Buffer.from('\0\x0aClickHouse\x18\x03'), Buffer.from(revision, 'hex'), Buffer.from(rest)]);
const NAMELESS = 'Hello of the default user without password';

describe('a reply', () => {
  it.each([
    ['Hello of 18.16', replyTo('clickhouse/open', NAMELESS), { kind: 'hello', version: '18.16.1' }],
    ['an exception of 18.16', replyTo('clickhouse/password', NAMELESS), { kind: 'exception', code: 194 }],
    ['Hello of a server that tells no patch', hello('b0a803', '\x03UTC'), { kind: 'hello', version: '24.3' }],
    ['Hello that was cut', hello('', ''), undefined],
    ['Hello of somebody else', Buffer.from('\0\x0aFloorHouse\x18\x03\x01'), undefined],
    ['a number that does not end', Buffer.from('00ffffffffffffffff', 'hex'), undefined],
    ['an exception of somebody else', Buffer.from('\x02\0\0\0\0\x04Oops'), undefined],
    ['zeros', Buffer.alloc(64), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

it.each([
  ['clickhouse/open', 'none-required', '18.16.1'],
  ['clickhouse/password', 'required', null],
] as const)('%s: %s', async (name, access, version) => {
  const found = await askRecording(clickhouse, name);
  expect(found?.answer).toEqual({ product: 'ClickHouse', version, confidence: 10, access, details: {} });
});

it.each([
  ['authentication failed', 516, 'required'],
  ['not from this address', 195, 'refused-by-acl'],
  ['too many simultaneous queries', 202, 'unknown'],
])('%s', async (_, code, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.write(exception(code))));
  expect((await askCheck(clickhouse, peer))?.answer.access).toBe(access);
});

it.each([
  [
    'HTTP on the native port (recorded from 18.16)',
    'HTTP/1.0 400 Bad Request\r\n\r\nPort 9000 is for clickhouse-client program.\r\nYou must use port 8123 for HTTP.\r\n',
    'clickhouse',
  ],
  ['the same of a web page', 'HTTP/1.0 200 OK\r\n\r\n<p>Port 9000 is for clickhouse-client program', 'http'],
  [
    'MongoDB asked for a web page',
    'HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 85\r\n\r\n' +
      'It looks like you are trying to access MongoDB over HTTP on the native driver port.\r\n',
    'mongodb',
  ],
])('%s', (_, answer, name) => expect(recognize(Buffer.from(answer))?.name).toBe(name));
