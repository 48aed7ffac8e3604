import { describe, expect, it } from 'vitest';
import { nsq, parse, parseIdentity } from '../../../src/identify/checks/nsq.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

function frame(type: number, text: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(4 + text.length, 0);
  head.writeUInt32BE(type, 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

const identity = (auth: boolean): Buffer =>
  frame(0, `{"max_rdy_count":2500,"version":"1.2.1","max_msg_timeout":900000,"auth_required":${auth}}`);

it('reads frames', () => {
  expect(parse(frame(1, 'E_INVALID'))).toEqual({ type: 1, text: 'E_INVALID' });
  expect(parse(frame(2, 'x'))).toBeUndefined();
  expect(parse(frame(0, 'OK').subarray(0, -1))).toBeUndefined();
  expect(parseIdentity(identity(true))).toEqual({ version: '1.2.1', authRequired: true });
  expect(parseIdentity(frame(0, 'OK'))).toBeUndefined();
  expect(nsq.recognizes(frame(1, 'E_BAD_PROTOCOL'))).toBe(true);
  expect(nsq.recognizes(frame(0, 'OK'))).toBe(false);
});

describe('what a stranger may do', () => {
  it.each([
    ['everything', false, 'E_INVALID cannot CLS in current state', 'none-required'],
    ['nothing outside TLS', false, 'E_INVALID cannot CLS in current state (TLS required)', 'unknown'],
    ['nothing before AUTH', true, 'E_INVALID cannot CLS in current state', 'required'],
  ])('%s', async (_, auth, error, access) => {
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => socket.write(bytes.includes('IDENTIFY') ? identity(auth) : frame(1, error)));
    });
    expect((await askCheck(nsq, peer))?.answer).toMatchObject({ product: 'nsqd', version: '1.2.1', access });
  });
});
