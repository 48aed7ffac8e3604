import { describe, expect, it } from 'vitest';
import { h2, parse } from '../../../src/identify/checks/h2.ts';
import { recognize } from '../../../src/identify/checks.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const text = (value: string): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(value.length, 0);
  return Buffer.concat([head, Buffer.from(value, 'utf16le').swap16()]);
};
const failure = (state: string, message: string, trace = ''): Buffer =>
  Buffer.concat([
    Buffer.alloc(4),
    text(state),
    text(message),
    Buffer.from('ffffffff', 'hex'),
    Buffer.alloc(4),
    text(trace),
  ]);
const MISMATCH = 'Version mismatch, driver version is "0" but server version is "17"';

describe('an error', () => {
  it.each([
    ['of 2.1.214', replyTo('h2/local', 'protocol version 0'), { state: '90047', build: 214 }],
    ['without a trace', failure('90047', MISMATCH), { state: '90047', build: undefined }],
    ['with one', failure('90117', 'x', 'y [90117-200]'), { state: '90117', build: 200 }],
    ['another one', failure('28000', MISMATCH), undefined],
    ['without a message', failure('90047', ''), undefined],
    ['cut', failure('90047', MISMATCH).subarray(0, 60), undefined],
    ['zeros', Buffer.alloc(64), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, error) => expect(parse(bytes)).toEqual(error));
});

it('betrays itself by the same complaint about anything else', () => {
  expect(recognize(failure('90047', 'Version mismatch, driver version is "1195725856"'))?.name).toBe('h2');
});

it('tells its version (recorded from 2.1.214)', async () => {
  expect((await askRecording(h2, 'h2/local'))?.answer).toEqual({
    product: 'H2 Database',
    version: '2.1.214',
    confidence: 10,
    access: 'unknown',
    details: {},
  });
});

it.each([
  ['from 1.4, and refuses this source', failure('90117', 'x', '[90117-200]'), '1.4.200', 'refused-by-acl'],
  ['from a series that nobody knows yet', failure('90047', 'x', '[90047-301]'), null, 'unknown'],
])('is %s', async (_, reply, version, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(reply)));
  expect((await askCheck(h2, peer))?.answer).toMatchObject({ version, access });
});

it('does not take an echo for a server', async () => {
  await using peer = await startPeer((socket) => socket.on('data', (bytes) => socket.write(bytes)));
  expect(await askCheck(h2, peer)).toBeUndefined();
});
