import { describe, expect, it } from 'vitest';
import { parse, parseInfo, redis } from '../../../src/identify/checks/redis.ts';
import { askRecording } from '../ask-check.ts';

describe('a reply', () => {
  it.each([
    ['+PONG\r\n', { kind: 'pong' }],
    ['-NOAUTH Authentication required.\r\n', { kind: 'error', code: 'NOAUTH' }],
    ['$3\r\nabc\r\n', { kind: 'bulk', text: 'abc' }],
    ['$4\r\nabc', undefined],
    ['+PONG', undefined],
    ['PONG\r\n', undefined],
    ['+OK\r\n', undefined],
    ['$-1\r\n', undefined],
  ])('%j', (text, reply) => expect(parse(Buffer.from(text))).toEqual(reply));
});

it.each([
  ["NATS: -ERR 'Unknown Protocol Operation'", "-ERR 'Unknown Protocol Operation'\r\n", false],
  ['POP3: -ERR', '-ERR bad\r\n', false],
  ['Redis asked for a web page', "-ERR unknown command 'GET', with args beginning with: '/'\r\n", true],
  ['a code of somebody else', '-OOPS no\r\n', false],
])('%s', (_, text, expected) => expect(redis.recognizes(Buffer.from(text))).toBe(expected));

it.each([
  ['redis-open', 'none-required', 'Redis', '7.0.15', { 'redis.mode': 'standalone' }],
  ['redis-sentinel', 'none-required', 'Redis', '7.0.15', { 'redis.mode': 'sentinel' }],
  ['redis-password', 'required', null, null, {}],
  ['redis-protected-mode', 'refused-by-acl', null, null, {}],
  ['redis-no-permission', 'refused-by-acl', null, null, {}],
] as const)('%s: %s', async (name, access, product, version, details) => {
  const found = await askRecording(redis, name);
  expect(found?.answer).toEqual({ product, version, confidence: 10, access, details });
});

it('reads INFO line by line', () => {
  expect([...parseInfo('# Server\r\nredis_version:7.2.4\r\nvalkey_version:8.0.1\r\nbroken\r\n')]).toEqual([
    ['redis_version', '7.2.4'],
    ['valkey_version', '8.0.1'],
  ]);
});
