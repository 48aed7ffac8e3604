import { describe, expect, it } from 'vitest';
import { dubbo, parse, parsePrompt } from '../../../src/identify/checks/dubbo.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const REPLY = Buffer.from('dabb2214706f727472656576000000014e', 'hex');

it.each([
  ['the answer to a heartbeat', 'dabb2214706f727472656576000000014e', true],
  ['another id', 'dabb22140000000000000000000000014e', false],
  ['our own words', 'dabbe200706f727472656576000000014e', false],
  ['an error', 'dabb2250706f727472656576000000014e', false],
  ['too short', 'dabb2214706f727472656576', false],
])('%s', (_, hex, expected) => expect(parse(Buffer.from(hex, 'hex'))).toBe(expected));

it('knows the prompt', () => {
  expect(parsePrompt(Buffer.from('\r\ndubbo>'))).toBe(true);
  expect(parsePrompt(Buffer.from('sh>'))).toBe(false);
});

describe('the console', () => {
  it.each([
    ['is there', '\r\ndubbo>', 'none-required'],
    ['is not there', 'Unsupported command\r\n', 'unknown'],
  ])('%s', async (_, said, access) => {
    await using peer = await startPeer((socket) =>
      socket.on('data', (bytes) => socket.write(bytes[0] === 0xda ? REPLY : said)),
    );
    expect((await askCheck(dubbo, peer))?.answer).toMatchObject({ product: 'Dubbo', access });
  });
});
