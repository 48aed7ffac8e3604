import { describe, expect, it } from 'vitest';
import { parse, routerosApi } from '../../../src/identify/checks/routeros-api.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** Words behind their lengths, and the empty one. */
function sentence(...words: readonly string[]): Buffer {
  return Buffer.concat([
    ...words.flatMap((word) => [
      word.length < 128 ? Buffer.of(word.length) : Buffer.of(0x80 | (word.length >> 8), word.length & 0xff),
      Buffer.from(word),
    ]),
    Buffer.of(0),
  ]);
}

describe('a reply', () => {
  it.each([
    ['done', sentence('!done'), ['!done']],
    ['fatal', sentence('!fatal', 'not logged in'), ['!fatal', 'not logged in']],
    ['a long word', sentence('!trap', `=message=${'a'.repeat(300)}`), ['!trap', `=message=${'a'.repeat(300)}`]],
    ['the first of two', Buffer.concat([sentence('!trap'), sentence('!done')]), ['!trap']],
    ['without its end', sentence('!done').subarray(0, -1), undefined],
    ['one byte short', sentence('!fatal', 'not logged in').subarray(0, -2), undefined],
    ['our own question', sentence('/'), undefined],
    ['another word', sentence('!hello'), undefined],
    ['nothing', Buffer.of(0), undefined],
    ['a word of three length bytes', Buffer.from('c0ffff21', 'hex'), undefined],
    ['the first half of a length', Buffer.of(0x81), undefined],
  ])('%s', (_, bytes, words) => expect(parse(bytes)).toEqual(words));
});

it.each([
  ['wants a login', sentence('!fatal', 'not logged in'), 'required'],
  ['knows no such command', sentence('!trap', '=message=no such command'), 'unknown'],
  ['says something else', Buffer.from('HTTP'), undefined],
])('a server that %s', async (_, answer, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(answer)));
  expect((await askCheck(routerosApi, peer))?.answer.access).toBe(access);
});
