import { describe, expect, it } from 'vitest';
import { parse, rsync } from '../../../src/identify/checks/rsync.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

describe('a list of modules', () => {
  it.each([
    ['a         \tfirst\nb\t\n@RSYNCD: EXIT\n', { modules: ['a', 'b'], complete: true }],
    ['Welcome\n\nto the lab\na\tx\n@RSYNCD: EXIT\n', { modules: ['a'], complete: true }],
    ['@RSYNCD: EXIT\n', { modules: [], complete: true }],
    ['@ERROR: protocol startup error\n', { modules: [], complete: false }],
    ['a\tfirst\n', undefined],
  ])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));
});

it.each([
  ['@RSYNCD: 31.0\n', true],
  ['@RSYNCD: 32.0 sha512 md5\n', true],
  ['@RSYNCD: EXIT\n', false],
  ['x@RSYNCD: 31.0\n', false],
])('%j is rsync: %s', (text, expected) => expect(rsync.recognizes(Buffer.from(text))).toBe(expected));

it('does not say that nothing is listed when the list failed', async () => {
  await using peer = await startPeer((socket) => {
    socket.write('@RSYNCD: 30.0\n');
    socket.on('data', () => socket.write('@ERROR: access denied\n'));
  });
  expect((await askCheck(rsync, peer))?.answer).toMatchObject({ access: 'unknown', details: {} });
});
