import { describe, expect, it } from 'vitest';
import { parse, rocketmq } from '../../../src/identify/checks/rocketmq.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

function command(header: string, body = ''): Buffer {
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(4 + header.length + body.length, 0);
  lengths.writeUInt32BE(header.length, 4);
  return Buffer.concat([lengths, Buffer.from(header + body)]);
}

const reply = (code: number, opaque = 7237, flag = 1): Buffer =>
  command(
    `{"code":${code},"flag":${flag},"language":"JAVA","opaque":${opaque},"serializeTypeCurrentRPC":"JSON","version":395}`,
    '{}',
  );

it.each([
  [reply(0), { code: 0 }],
  [reply(0, 1), undefined],
  [reply(0, 7237, 0), undefined],
  [reply(0).subarray(0, 40), undefined],
  [command('[]'), undefined],
  [Buffer.from('HTTP/1.1 400 Bad Request'), undefined],
])('reply %#', (bytes, expected) => expect(parse(bytes)).toEqual(expected));

describe('what a stranger may do', () => {
  it.each([
    ['list the cluster', 0, 'none-required'],
    ['nothing', 16, 'required'],
    ['ask a broker, which does not know', 3, 'unknown'],
  ])('%s', async (_, code, access) => {
    await using peer = await startPeer((socket) => socket.once('data', () => socket.write(reply(code))));
    expect((await askCheck(rocketmq, peer))?.answer.access).toBe(access);
  });
});
