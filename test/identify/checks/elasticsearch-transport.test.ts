import { expect, it } from 'vitest';
import { elasticsearchTransport, parse } from '../../../src/identify/checks/elasticsearch-transport.ts';
import { recognize } from '../../../src/identify/checks.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  ['This is not an HTTP port', 'not-http'],
  ['This is not a HTTP port', 'not-http'],
  ['This is not an HTTP port, sorry', undefined],
  ['HTTP/1.1 400 This is not an HTTP port', undefined],
  ['', undefined],
])('%j', (text, reply) => expect(parse(Buffer.from(text))).toBe(reply));

it('betrays itself to whoever asks for a web page', async () => {
  expect(recognize(Buffer.from('This is not an HTTP port'))?.name).toBe('elasticsearch-transport');
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end('This is not an HTTP port')));
  expect((await askCheck(elasticsearchTransport, peer))?.answer).toEqual({
    product: null,
    version: null,
    confidence: 8,
    access: 'unknown',
    details: {},
  });
});
