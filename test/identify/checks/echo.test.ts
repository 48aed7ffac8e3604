import { expect, it } from 'vitest';
import { echo, parse } from '../../../src/identify/checks/echo.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  ['GET / HTTP/1.1\r\nHost: lab.example\r\n', true],
  ['*1\r\n$4\r\nPING\r\n', true],
  ['GET / HTTP/1.1\r\n', false],
  ['+PONG\r\n', false],
  ['*1\r\n$4\r\nPONG\r\n', false],
])('%j betrays echo: %s', (text, expected) => expect(echo.recognizes(Buffer.from(text))).toBe(expected));

it('is not who says more than he was told', async () => {
  await using peer = await startPeer((socket) =>
    socket.on('data', (bytes) => socket.write(`you said: ${bytes.toString()}`)),
  );
  expect(await askCheck(echo, peer)).toBeUndefined();
  expect(parse(Buffer.alloc(0))).toBe(false);
});
