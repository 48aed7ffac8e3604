import { describe, expect, it } from 'vitest';
import { parse, riak } from '../../../src/identify/checks/riak.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const field = (number: number, text: string): Buffer =>
  Buffer.concat([Buffer.of(number * 8 + 2, text.length), Buffer.from(text)]);
const message = (code: number, ...fields: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(fields);
  return Buffer.concat([Buffer.of(0, 0, 0, body.length + 1, code), body]);
};
/** The example of the documentation: node and version. */
const INFO = message(8, field(1, 'riak@127.0.0.1'), field(2, '2.9.10'));
const SECURED = message(0, field(1, 'Security is enabled, please STARTTLS first'), Buffer.of(0x10, 0));

describe('a message', () => {
  it.each([
    ['of the server', INFO, { kind: 'info', version: '2.9.10' }],
    ['of a secured server', SECURED, { kind: 'secured' }],
    ['another error', message(0, field(1, 'no')), undefined],
    ['without a version', message(8, field(1, 'riak@127.0.0.1')), undefined],
    ['of a node without a host', message(8, field(1, 'riak'), field(2, '2.9.10')), undefined],
    ['with something after the version', message(8, field(1, 'a@b'), field(2, '2.9.10'), Buffer.of(0)), undefined],
    ['of another code', message(2, field(1, 'a@b'), field(2, '2.9.10')), undefined],
    ['cut', INFO.subarray(0, 12), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, parsed) => expect(parse(bytes)).toEqual(parsed));
});

it.each([
  ['open', INFO, '2.9.10', 'none-required'],
  ['secured', SECURED, null, 'required'],
])('%s', async (_, reply, version, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.write(reply)));
  expect((await askCheck(riak, peer))?.answer).toEqual({
    product: 'Riak',
    version,
    confidence: 10,
    access,
    details: {},
  });
  expect(peer.heard[0]?.toString('hex')).toBe('0000000107');
});
