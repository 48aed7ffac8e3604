import { describe, expect, it } from 'vitest';
import { buildLogin, mysql, parse } from '../../../src/identify/checks/mysql.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const packet = (sequence: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.of(payload.length, 0, 0, sequence), payload]);
const failure = (sequence: number, code: number): Buffer =>
  packet(sequence, Buffer.concat([Buffer.of(0xff, code % 256, code >> 8), Buffer.from('#28000no')]));

describe('the greeting', () => {
  it('of MariaDB 10.11 has the version and the capabilities', () => {
    const greeting = parse(replyTo('mysql/password', 'server speaks first'));
    expect(greeting).toMatchObject({ kind: 'handshake', version: '5.5.5-10.11.19-MariaDB-0+deb12u1' });
  });

  it.each([
    ['host not privileged', failure(0, 1130), { kind: 'error', code: 1130 }],
    ['host blocked', failure(0, 1129), { kind: 'error', code: 1129 }],
    ['an error in the middle of something', failure(2, 1045), undefined],
    ['no error of MySQL', failure(0, 21), undefined],
    ['a version that is none', packet(0, Buffer.concat([Buffer.from('\nhello\0'), Buffer.alloc(40)])), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, greeting) => expect(parse(bytes)).toEqual(greeting));
});

it.each([
  ['mysql/anonymous', 'none-required', 'MariaDB', '10.11.19', 10],
  ['mysql/password', 'required', 'MariaDB', '10.11.19', 10],
  ['mysql/host-refused', 'refused-by-acl', null, null, 8],
] as const)('%s: %s', async (name, access, product, version, confidence) => {
  expect((await askRecording(mysql, name))?.answer).toMatchObject({ access, product, version, confidence });
});

it.each([
  ['access denied after the other method', failure(4, 1045), 'required'],
  ['an anonymous account', packet(4, Buffer.from('00000002000000', 'hex')), 'none-required'],
  ['TLS insisted on', failure(4, 3159), 'unknown'],
])('answers AuthSwitchRequest with an empty password: %s', async (_, last, access) => {
  await using peer = await startPeer((socket) => {
    socket.write(replyTo('mysql/password', 'server speaks first'));
    socket.once('data', () => {
      socket.write(packet(2, Buffer.from('\xfecaching_sha2_password\0scramble\0', 'latin1')));
      socket.once('data', () => socket.write(last));
    });
  });
  const found = await askCheck(mysql, peer);
  expect(found?.answer.access).toBe(access);
  expect(found?.evidence[2]?.sent).toBe('00000003');
});

it('logs in under a name, with an empty password', () => {
  const { bytes } = buildLogin('pr-0');
  expect(bytes.readUIntLE(0, 3)).toBe(bytes.length - 4);
  expect(bytes.toString('latin1', 36)).toBe('pr-0\0\0mysql_native_password\0');
});

describe('where TLS is offered', () => {
  const greeting = Buffer.from(replyTo('mysql/password', 'server speaks first'));
  // The capabilities follow version, thread id, scramble and filler.
  const capabilities = greeting.indexOf(0, 5) + 14;
  greeting.writeUInt16LE(greeting.readUInt16LE(capabilities) | 0x800, capabilities);

  it('and no handshake succeeds, asks in the open on another connection', async () => {
    await using peer = await startPeer((socket, connection) => {
      socket.write(greeting);
      socket.once('data', () => (connection === 0 ? socket.destroy() : socket.write(failure(2, 1045))));
    });
    const found = await askCheck(mysql, peer);
    expect(found?.answer).toMatchObject({ access: 'required', details: { 'mysql.tls': true } });
    expect(peer.heard[0]?.toString('hex')).toMatch(/^20000001018a0800000000012d0{46}/);
    expect(peer.heard[1]?.toString('latin1')).toContain('mysql_native_password');
  });
});

it.each([
  ['8.0.35', 'MySQL', '8.0.35'],
  ['5.7.25-TiDB-v6.5.0', 'TiDB', '6.5.0'],
  ['8.0.11-TiDB-v7.5.1-serverless', 'TiDB', '7.5.1'],
  ['23.3.1.2823-ClickHouse', 'ClickHouse', '23.3.1.2823'],
  ['8.0.30-Vitess', 'Vitess', '8.0.30'],
  ['5.5.30 (ProxySQL)', 'ProxySQL', '5.5.30'],
  ['5.5.5-10.6.12-MariaDB-log', 'MariaDB', '10.6.12'],
  ['11.4.2-MariaDB', 'MariaDB', '11.4.2'],
])('the version %s: %s %s', async (text, product, version) => {
  // Thread id, scramble, filler and capabilities without TLS.
  const greeting = packet(0, Buffer.concat([Buffer.from(`\n${text}\0`), Buffer.alloc(13, 1), Buffer.alloc(40)]));
  await using peer = await startPeer((socket) => {
    socket.write(greeting);
    socket.once('data', () => socket.write(failure(2, 1045)));
  });
  expect((await askCheck(mysql, peer))?.answer).toMatchObject({ product, version, access: 'required' });
});
