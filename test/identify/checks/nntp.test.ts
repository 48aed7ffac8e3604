import { expect, it } from 'vitest';
import { nntp, parseCapabilities } from '../../../src/identify/checks/nntp.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  ['200 news.example InterNetNews NNRP server ready (posting ok)\r\n', true],
  ['201 NNTP Service Ready\r\n', true],
  ['200 hello\r\n', false],
  ['HTTP/1.1 200 NNTP\r\n', false],
])('%j is NNTP: %s', (text, expected) => expect(nntp.recognizes(Buffer.from(text))).toBe(expected));

it.each([
  ['101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n', ['VERSION 2', 'STARTTLS']],
  ['101 list\r\nVERSION 2\r\n', undefined],
  ['101 list\r\nREADER\r\n.\r\n', undefined],
  ['500 what\r\n', undefined],
])('%j', (text, expected) => expect(parseCapabilities(Buffer.from(text))).toEqual(expected));

it('says whether TLS is offered, and nothing where capabilities are not known', async () => {
  const ask = async (reply: string): Promise<unknown> => {
    await using peer = await startPeer((socket) => {
      socket.write('200 NNTP\r\n');
      socket.on('data', () => socket.write(reply));
    });
    return (await askCheck(nntp, peer))?.answer.details;
  };
  expect(await ask('101 list\r\nVERSION 2\r\n.\r\n')).toEqual({ 'nntp.tls': false });
  expect(await ask('500 what\r\n')).toBeUndefined();
});
