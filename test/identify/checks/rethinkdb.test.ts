import { describe, expect, it } from 'vitest';
import { parse, rethinkdb } from '../../../src/identify/checks/rethinkdb.ts';
import { recognize } from '../../../src/identify/checks.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** As the documentation of the handshake shows it. */
const HANDSHAKE = '{"max_protocol_version":0,"min_protocol_version":0,"server_version":"2.3.0","success":true}\0';
const COMPLAINT =
  'ERROR: Received an unsupported protocol version. This port is for RethinkDB queries. Does your client driver version not match the server?\n\0';

describe('a reply', () => {
  it.each([
    [HANDSHAKE, { kind: 'driver', version: '2.3.0' }],
    [COMPLAINT, { kind: 'complaint' }],
    ['RethinkDB 2.4.1~0buster cluster\n', { kind: 'cluster', version: '2.4.1~0buster' }],
    [HANDSHAKE.slice(0, -1), undefined],
    ['{"server_version":"2.3.0"}\0', undefined],
    ['{"max_protocol_version":0,"server_version":2}\0', undefined],
    ['null\0', undefined],
    ['{\0', undefined],
    ['ERROR: no\n', undefined],
    ['', undefined],
  ])('%j', (text, reply) => expect(parse(Buffer.from(text))).toEqual(reply));
});

it('answers the complaint about GET / HTTP/1.1', () => {
  expect(recognize(Buffer.from(COMPLAINT))?.name).toBe('rethinkdb');
});

it.each([
  ['a server', HANDSHAKE, '2.3.0', 10],
  ['a server before 2.3', COMPLAINT, null, 8],
])('%s', async (_, reply, version, confidence) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.write(reply)));
  expect((await askCheck(rethinkdb, peer))?.answer).toEqual({
    product: 'RethinkDB',
    version,
    confidence,
    access: 'unknown',
    details: {},
  });
  expect(peer.heard[0]?.toString('hex')).toBe('c3bdc234');
});

it('listens to the greeting between servers', async () => {
  await using peer = await startPeer((socket) => socket.write('RethinkDB 2.4.1 cluster\n'));
  expect((await askCheck(rethinkdb, peer))?.answer).toMatchObject({
    version: '2.4.1',
    confidence: 8,
    access: 'unknown',
  });
});
