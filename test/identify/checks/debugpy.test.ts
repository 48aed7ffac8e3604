import { expect, it } from 'vitest';
import { debugpy, parse, parseResponse } from '../../../src/identify/checks/debugpy.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const GREETING = replyTo('debugpy/waiting', 'server speaks first');

it('reads the greeting and the response', () => {
  expect(parse(GREETING)?.version).toMatch(/^1\.6\.3/);
  expect(parse(Buffer.from('Content-Length: 20\r\n\r\n{"type":"event"}'))).toBeUndefined();
  expect(parseResponse(replyTo('debugpy/waiting', 'initialize'))).toBe(true);
  expect(parseResponse(Buffer.from('{"type":"response","success":false,"command":"initialize"}'))).toBe(false);
});

it('proves nothing where nobody answers', async () => {
  await using peer = await startPeer((socket) => {
    socket.write(GREETING);
    socket.once('data', () => socket.end());
  });
  expect((await askCheck(debugpy, peer))?.answer.access).toBe('unknown');
});
