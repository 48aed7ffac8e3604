import { describe, expect, it } from 'vitest';
import { mqtt, parse } from '../../../src/identify/checks/mqtt.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  ['20020000', 0],
  ['20020005', 5],
  ['20020006', undefined],
  ['20020100', undefined],
  ['2002000000', undefined],
  ['200200', undefined],
  ['', undefined],
])('%s', (hex, code) => expect(parse(Buffer.from(hex, 'hex'))).toBe(code));

describe('what a stranger may do', () => {
  it.each([
    ['come in', ['20020000'], 'd000', 'none-required'],
    ['come in under a name only', ['20020002', '20020000'], 'd000', 'none-required'],
    ['not come in, with or without a name', ['20020002', '20020005'], 'd000', 'required'],
    ['not come in with this password', ['20020004'], 'd000', 'required'],
    ['speak another version', ['20020001'], 'd000', 'unknown'],
    ['come later', ['20020003'], 'd000', 'unknown'],
    ['hear four bytes from somebody else', ['20020000'], '2002', undefined],
  ] as const)('%s', async (_, codes, pong, access) => {
    await using peer = await startPeer((socket, index) => {
      socket.on('data', (bytes) => {
        if (bytes[0] === 0x10) socket.write(Buffer.from(codes[index] ?? '', 'hex'));
        if (bytes[0] === 0xc0) socket.write(Buffer.from(pong, 'hex'));
      });
    });
    const found = await askCheck(mqtt, peer);
    expect(found?.answer.access).toBe(access);
  });

  it('takes its leave', async () => {
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => socket.write(Buffer.from(bytes[0] === 0x10 ? '20020000' : 'd000', 'hex')));
    });
    await askCheck(mqtt, peer);
    await expect.poll(() => peer.heard[0]?.subarray(-2).toString('hex')).toBe('e000');
  });
});
