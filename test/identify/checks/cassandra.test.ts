import { describe, expect, it } from 'vitest';
import { cassandra, parse, parseRelease, parseSupported } from '../../../src/identify/checks/cassandra.ts';
import { recognize } from '../../../src/identify/checks.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const short = (value: number): Buffer => Buffer.of(value >> 8, value % 256);
const text = (value: string): Buffer => Buffer.concat([short(value.length), Buffer.from(value)]);
const frame = (opcode: number, body: Buffer, version = 4): Buffer =>
  Buffer.concat([Buffer.of(0x80 + version, 0, 0, 0, opcode, 0, 0), short(body.length), body]);
const failure = (code: number, message: string): Buffer => Buffer.concat([Buffer.of(0, 0, 0, code), text(message)]);
const list = (...values: readonly string[]): Buffer => Buffer.concat([short(values.length), ...values.map(text)]);

const CQL = Buffer.concat([text('CQL_VERSION'), list('3.4.5', '3.0.0')]);
const SUPPORTED = Buffer.concat([short(2), CQL, text('COMPRESSION'), list('lz4')]);
const SCYLLA = Buffer.concat([short(2), CQL, text('SCYLLA_SHARD'), list('0')]);
/** One column `release_version` of type varchar (13), one row. */
const ROWS = Buffer.concat([
  Buffer.from('000000020000000100000001', 'hex'),
  ...['system', 'local', 'release_version'].map(text),
  Buffer.from('000d0000000100000005', 'hex'),
  Buffer.from('4.1.3'),
]);
const AUTHENTICATOR = text('org.apache.cassandra.auth.PasswordAuthenticator');
const OLD = failure(
  10,
  'Invalid or unsupported protocol version (4); the lowest supported version is 1 and the greatest is 3',
);

describe('a frame', () => {
  it.each([
    ['READY', frame(2, Buffer.alloc(0)), { version: 4, opcode: 2, body: Buffer.alloc(0) }],
    ['a request', Buffer.from('040000000200000000', 'hex'), undefined],
    ['of another stream', Buffer.from('840000010200000000', 'hex'), undefined],
    ['an opcode that no server sends', Buffer.from('840000000700000000', 'hex'), undefined],
    ['a length beyond all measure', Buffer.from('8400000002ffffffff', 'hex'), undefined],
    ['cut', frame(6, SUPPORTED).subarray(0, 20), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, parsed) => expect(parse(bytes)).toEqual(parsed));
});

it.each([
  ['what is supported', SUPPORTED, ['CQL_VERSION', 'COMPRESSION']],
  ['a cut list', SUPPORTED.subarray(0, 30), undefined],
  ['a last value that is cut', SUPPORTED.subarray(0, SUPPORTED.length - 1), undefined],
  ['nothing', Buffer.alloc(0), undefined],
])('%s', (_, bytes, keys) => expect(parseSupported(bytes)).toEqual(keys));

it.each([
  ['a release', ROWS, '4.1.3'],
  ['no row', Buffer.concat([ROWS.subarray(0, ROWS.length - 13), Buffer.alloc(9)]), undefined],
  ['cut', ROWS.subarray(0, 40), undefined],
  ['nothing', Buffer.alloc(0), undefined],
])('%s', (_, bytes, release) => expect(parseRelease(bytes)).toBe(release));

/** A peer that answers every opcode with the frame given for it. */
const answering =
  (replies: Readonly<Record<number, Buffer>>): Parameters<typeof startPeer>[0] =>
  (socket) => {
    socket.on('data', (bytes) => {
      const reply = replies[bytes[4] ?? 0];
      if (reply === undefined) socket.end();
      else socket.write(reply);
    });
  };

const OPEN = { 5: frame(6, SUPPORTED), 1: frame(2, Buffer.alloc(0)), 7: frame(8, ROWS) };

describe('what a stranger may do (peers built from native_protocol_v4.spec)', () => {
  it.each([
    ['everything', OPEN, 'Cassandra', '4.1.3', 'none-required', {}],
    ['everything, of Scylla', { ...OPEN, 5: frame(6, SCYLLA) }, 'ScyllaDB', null, 'none-required', {}],
    [
      'log in',
      { ...OPEN, 1: frame(3, AUTHENTICATOR) },
      'Cassandra',
      null,
      'required',
      { 'cassandra.authenticator': 'PasswordAuthenticator' },
    ],
    [
      'nothing: the server is starting',
      { ...OPEN, 1: frame(0, failure(1, 'bootstrapping')) },
      'Cassandra',
      null,
      'unknown',
      {},
    ],
  ])('%s', async (_, replies, product, version, access, details) => {
    await using peer = await startPeer(answering(replies));
    expect((await askCheck(cassandra, peer))?.answer).toEqual({ product, version, confidence: 10, access, details });
  });

  it.each([
    ['an echo', (bytes: Buffer): Buffer => bytes],
    ['somebody who says hello', (): Buffer => Buffer.from('hello, who is there?\r\n')],
    ['somebody with another map', (): Buffer => frame(6, Buffer.concat([short(1), text('X'), list('y')]))],
  ])('is nothing to %s', async (_, reply) => {
    await using peer = await startPeer((socket) => socket.on('data', (bytes) => socket.write(reply(bytes))));
    expect(await askCheck(cassandra, peer)).toBeUndefined();
  });
});

it('asks again in the version that the server speaks', async () => {
  await using peer = await startPeer((socket) => {
    socket.on('data', (bytes) => {
      if (bytes[0] === 4) socket.end(frame(0, OLD, 3));
      else socket.write(frame(bytes[4] === 5 ? 6 : 2, bytes[4] === 5 ? SUPPORTED : Buffer.alloc(0), 3));
    });
  });
  const found = await askCheck(cassandra, peer);
  expect(found?.answer).toMatchObject({ product: 'Cassandra', access: 'none-required' });
  expect(peer.heard[1]?.toString('hex')).toMatch(/^0300000005000000000300000001/);
});

it.each([
  [
    'the complaint about GET / HTTP/1.1',
    frame(0, failure(10, 'Invalid or unsupported protocol version (71)')),
    'cassandra',
  ],
  ['another complaint', frame(0, failure(10, 'no')), undefined],
])('%s', (_, bytes, name) => expect(recognize(bytes)?.name).toBe(name));
