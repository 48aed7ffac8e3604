import { describe, expect, it } from 'vitest';
import { ajp, parse, parseStatus } from '../../../src/identify/checks/ajp.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

it('reads CPONG and SEND_HEADERS', () => {
  expect(parse(Buffer.from('4142000109', 'hex'))).toBe(true);
  expect(parse(Buffer.from('414200010900', 'hex'))).toBe(false);
  expect(parseStatus(replyTo('ajp/open', 'HEAD /portreeve-no-such-page'))).toBe(404);
  expect(parseStatus(replyTo('ajp/secret', 'HEAD /portreeve-no-such-page'))).toBe(403);
  expect(parseStatus(Buffer.from('41420002050100', 'hex'))).toBeUndefined();
  expect(parseStatus(Buffer.from('4142000304ffff', 'hex'))).toBeUndefined();
});

describe('what the page says', () => {
  it.each([
    [404, 'none-required'],
    [403, 'required'],
    [401, 'unknown'],
    [503, 'unknown'],
  ] as const)('%i', async (status, access) => {
    const reply = Buffer.from('41420007040000000000', 'hex');
    reply.writeUInt16BE(status, 5);
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => socket.write(bytes.length === 5 ? Buffer.from('4142000109', 'hex') : reply));
    });
    expect((await askCheck(ajp, peer))?.answer.access).toBe(access);
  });
});
