import { describe, expect, it } from 'vitest';
import { parse, parseReply, parseSession, zookeeper } from '../../../src/identify/checks/zookeeper.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

it.each([
  ['Zookeeper version: 3.4.14-4c25d480, built on x\nMode: leader\n', { version: '3.4.14', mode: 'leader' }],
  ['srvr is not executed because it is not in the whitelist.\n', { version: null, mode: null }],
  ['This ZooKeeper instance is not currently serving requests\n', { version: null, mode: null }],
  ['Zookeeper', undefined],
  ['HTTP/1.1 400 Bad Request\r\n', undefined],
])('%j', (text, status) => expect(parse(Buffer.from(text))).toEqual(status));

it('reads sessions and replies', () => {
  const session = replyTo('zookeeper/open', 'ConnectRequest');
  expect(parseSession(session)).toBe(true);
  expect(parseSession(session.subarray(0, 39))).toBe(false);
  expect(parseSession(Buffer.alloc(41))).toBe(false);
  expect(parseReply(replyTo('zookeeper/open', 'getChildren of /'))).toEqual({ xid: 1, error: 0 });
  expect(parseReply(Buffer.alloc(19))).toBeUndefined();
});

describe('what a stranger may do', () => {
  const SESSION = replyTo('zookeeper/open', 'ConnectRequest');
  const header = (xid: number, error: number): Buffer => {
    const bytes = Buffer.alloc(20);
    bytes.writeInt32BE(16, 0);
    bytes.writeInt32BE(xid, 4);
    bytes.writeInt32BE(error, 16);
    return bytes;
  };

  it.each([
    ['read the root', SESSION, header(1, 0), 'none-required'],
    ['not read the root (NoAuth)', SESSION, header(1, -102), 'required'],
    ['nothing before SASL', SESSION, header(1, -124), 'required'],
    ['hear of another error', SESSION, header(1, -101), 'unknown'],
    ['hear an answer to something else', SESSION, header(2, 0), 'unknown'],
    ['open no session', Buffer.from('no'), header(1, 0), 'unknown'],
  ] as const)('%s', async (_, session, reply, access) => {
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => {
        if (bytes.toString() === 'srvr') socket.end('srvr is not executed because it is not in the whitelist.\n');
        else if (bytes.readInt32BE(0) === 0x2d) socket.write(session);
        else socket.write(reply);
      });
    });
    expect((await askCheck(zookeeper, peer))?.answer.access).toBe(access);
  });
});

it('closes its session', async () => {
  expect((await askRecording(zookeeper, 'zookeeper/sasl'))?.answer.access).toBe('required');
});
