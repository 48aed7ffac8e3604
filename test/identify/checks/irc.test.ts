import { expect, it } from 'vitest';
import { irc, parse, parseGreeting } from '../../../src/identify/checks/irc.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  [':irc.example CAP * LS :multi-prefix\r\n', true],
  [':irc.example NOTICE * :*** Looking up\r\n:irc.example CAP * LS * :a b\r\n', true],
  [':irc.example CAP * ACK :x\r\n', false],
  ['CAP * LS :x', false],
])('%j', (text, expected) => expect(parse(Buffer.from(text))).toBe(expected));

it.each([
  [':irc.example NOTICE AUTH :*** Looking up your hostname\r\n', true],
  ['NOTICE AUTH :*** Checking Ident\r\n', true],
  [':irc.example 451 * :Connection not registered\r\n', true],
  ['ERROR :Closing Link: [127.0.0.1] (Throttled)\r\n', true],
  ['ERROR :something\r\n', false],
  [':12\r\n', false],
])('%j', (text, expected) => expect(parseGreeting(Buffer.from(text))).toBe(expected));

it('is known by its refusal where it knows no CAP', async () => {
  await using peer = await startPeer((socket) =>
    socket.once('data', () => socket.write(':irc.example 421 * CAP :Unknown command\r\n')),
  );
  expect((await askCheck(irc, peer))?.answer).toMatchObject({ confidence: 8, access: 'unknown' });
});
