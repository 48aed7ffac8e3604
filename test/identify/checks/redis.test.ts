import { describe, expect, it } from 'vitest';
import { parse, parseInfo, redis } from '../../../src/identify/checks/redis.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

describe('a reply', () => {
  it.each([
    ['+PONG\r\n', { kind: 'pong' }],
    ['-NOAUTH Authentication required.\r\n', { kind: 'error', code: 'NOAUTH', unknownCommand: false }],
    ["-ERR unknown command 'PING', with args\r\n", { kind: 'error', code: 'ERR', unknownCommand: true }],
    [':0\r\n', { kind: 'integer' }],
    [':zero\r\n', undefined],
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
  ['redis/open', 'none-required', 'Redis', '7.0.15', { 'redis.mode': 'standalone' }],
  ['redis/sentinel', 'none-required', 'Redis', '7.0.15', { 'redis.mode': 'sentinel' }],
  ['redis/password', 'required', null, null, {}],
  ['redis/protected-mode', 'refused-by-acl', null, null, {}],
  ['redis/no-permission', 'refused-by-acl', null, null, {}],
] as const)('%s: %s', async (name, access, product, version, details) => {
  const found = await askRecording(redis, name);
  expect(found?.answer).toEqual({ product, version, confidence: 10, access, details });
});

it('reads INFO line by line', () => {
  expect([...parseInfo(Buffer.from('# Server\r\nredis_version:7.2.4\r\nvalkey_version:8.0.1\r\nbroken\r\n'))]).toEqual([
    ['redis_version', '7.2.4'],
    ['valkey_version', '8.0.1'],
  ]);
});

describe('what a stranger may do (replies recorded from redis-server 7.0.15)', () => {
  const NOPERM = "-NOPERM this user has no permissions to run the 'x' command\r\n";
  const UNKNOWN = "-ERR unknown command 'x', with args beginning with: \r\n";
  const NOAUTH = '-NOAUTH Authentication required.\r\n';
  const HANG_UP = '';

  it.each([
    ['PING and nothing else (ACL)', '+PONG\r\n', NOPERM, NOPERM, 'unknown'],
    ['everything but INFO (ACL)', '+PONG\r\n', NOPERM, ':0\r\n', 'none-required'],
    ['everything, INFO renamed', '+PONG\r\n', UNKNOWN, ':0\r\n', 'none-required'],
    ['everything, in a cluster, INFO renamed', '+PONG\r\n', UNKNOWN, '-MOVED 1 10.0.0.1:1\r\n', 'none-required'],
    ['everything, PING and INFO renamed', UNKNOWN, UNKNOWN, ':0\r\n', 'none-required'],
    ['nothing, PING renamed', UNKNOWN, NOAUTH, NOAUTH, 'required'],
    ['everything, through a proxy that hangs up on INFO', '+PONG\r\n', HANG_UP, ':0\r\n', 'none-required'],
    ['who says PONG to everything', '+PONG\r\n', '+PONG\r\n', '+PONG\r\n', 'unknown'],
    ['somebody else, who knows no command', UNKNOWN, UNKNOWN, UNKNOWN, undefined],
  ])('%s', async (_, ping, info, exists, access) => {
    const replies = { PING: ping, INFO: info, EXISTS: exists };
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => {
        const reply = Object.entries(replies).find(([command]) => bytes.includes(command))?.[1];
        if (reply === undefined || reply === HANG_UP) socket.end();
        else socket.write(reply);
      });
    });
    const found = await askCheck(redis, peer);
    expect(found?.answer.access).toBe(access);
  });

  it('PING may be renamed: INFO tells who answers', async () => {
    const text = '# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\n';
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => socket.write(bytes.includes('INFO') ? `$${text.length}\r\n${text}\r\n` : UNKNOWN));
    });
    const found = await askCheck(redis, peer);
    expect(found?.answer).toMatchObject({ product: 'Redis', version: '7.0.15', access: 'none-required' });
  });
});

it.each([
  ['redis_version:7.2.4\r\nvalkey_version:8.0.1', 'Valkey', '8.0.1'],
  ['redis_version:7.4.0\r\ndragonfly_version:df-v1.12.1\r\nredis_mode:standalone', 'Dragonfly', '1.12.1'],
  ['kvrocks_version:2.9.0\r\nredis_version:4.0.0', 'Kvrocks', '2.9.0'],
  ['redis_version:6.3.4\r\nexecutable:/usr/local/bin/keydb-server', 'KeyDB', '6.3.4'],
  ['redis_version:7.4.3\r\ngarnet_version:1.0.50', 'Garnet', '1.0.50'],
  ['redis_version:7.0.15\r\nexecutable:/usr/bin/redis-server', 'Redis', '7.0.15'],
])('INFO %j: %s %s', async (fields, product, version) => {
  const text = `# Server\r\n${fields}\r\n`;
  await using peer = await startPeer((socket) => {
    socket.on('data', (bytes) => socket.write(bytes.includes('PING') ? '+PONG\r\n' : `$${text.length}\r\n${text}\r\n`));
  });
  expect((await askCheck(redis, peer))?.answer).toMatchObject({ product, version, access: 'none-required' });
});
