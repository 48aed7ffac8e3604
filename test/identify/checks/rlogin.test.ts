import { describe, expect, it } from 'vitest';
import { parse, rlogin } from '../../../src/identify/checks/rlogin.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const REFUSAL = '\x01rlogind: Permission denied.\r\n';

describe('a refusal', () => {
  it.each([
    [REFUSAL, 'Permission denied.'],
    ['\x01rlogind: Permission denied.', undefined],
    ['rlogind: Permission denied.\r\n', undefined],
    ['\x01rshd: Permission denied.\r\n', undefined],
    ['\x01rlogind: \r\n', undefined],
    ['\x01rlogind: \x1b[31m\r\n', undefined],
    ['\0', undefined],
  ])('%j', (text, reason) => expect(parse(Buffer.from(text))).toBe(reason));
});

it('sends no name', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(REFUSAL)));
  expect((await askCheck(rlogin, peer))?.answer).toMatchObject({ confidence: 8, access: 'unknown' });
  expect(peer.heard.map(String)).toEqual(['\0']);
});

it('finds nothing where the server hangs up without a word', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.destroy()));
  expect(await askCheck(rlogin, peer)).toBeUndefined();
});
