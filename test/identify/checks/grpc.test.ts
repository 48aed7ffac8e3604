import { once } from 'node:events';
import { createServer } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { grpc, parse } from '../../../src/identify/checks/grpc.ts';
import { recognize } from '../../../src/identify/checks.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const frame = (type: number, stream: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0, 0, payload.length, type, 0, 0, 0, 0, stream]), payload]);
const SETTINGS = frame(4, 0, Buffer.from('000400003fff', 'hex'));
const headers = (text: string): Buffer => Buffer.concat([SETTINGS, frame(1, 1, Buffer.from(text, 'latin1'))]);
const NO_ANSWER = { answered: false, grpc: false, unauthenticated: false };
const ANSWER = { answered: true, grpc: true, unauthenticated: false };

describe('the bytes of a server', () => {
  it.each([
    ['of Python', replyTo('grpc/python', 'call of no method'), ANSWER],
    ['settings', SETTINGS, NO_ANSWER],
    ['empty settings, and no answer', frame(4, 0, Buffer.alloc(0)), undefined],
    [
      'empty settings, and an answer',
      Buffer.concat([frame(4, 0, Buffer.alloc(0)), frame(1, 1, Buffer.from('\x40\x0bgrpc-status\x0212'))]),
      ANSWER,
    ],
    ['an answer without gRPC', headers('\x88\x5f\x09text/html'), { ...ANSWER, grpc: false }],
    ['a login demanded', headers('\x40\x0bgrpc-status\x0216'), { ...ANSWER, unauthenticated: true }],
    ['16 somewhere else', headers('\x40\x0bgrpc-status\x0212\x04\x0216x'), ANSWER],
    ['settings of another stream', frame(4, 1, Buffer.alloc(0)), undefined],
    ['settings that are none', frame(4, 0, Buffer.alloc(5)), undefined],
    ['zeros', frame(4, 0, Buffer.alloc(12)), undefined],
    ['another frame first', frame(7, 0, Buffer.alloc(8)), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

it('is known by the settings that it sends unasked', () => expect(recognize(SETTINGS)?.name).toBe('grpc'));

it('is gRPC (recorded from Python)', async () => {
  expect((await askRecording(grpc, 'grpc/python'))?.answer).toEqual({
    product: null,
    version: null,
    confidence: 10,
    access: 'unknown',
    details: {},
  });
});

/** Node's own HTTP/2, which writes texts in the Huffman code. */
async function startHttp2(
  fields: Readonly<Record<string, string>>,
): Promise<{ endpoint: { address: string; port: number; transport: 'tcp' } } & AsyncDisposable> {
  const server = createServer();
  server.on('sessionError', () => undefined);
  server.on('stream', (stream) => {
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200, ...fields }, { endStream: true });
  });
  server.listen(0, '127.90.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server without a port');
  return {
    endpoint: { address: '127.90.0.1', port: bound.port, transport: 'tcp' },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

describe('an HTTP/2 server of Node', () => {
  it.each([
    ['that answers in gRPC', { 'content-type': 'application/grpc', 'grpc-status': '12' }, undefined, 'unknown'],
    ['that wants a login', { 'content-type': 'application/grpc', 'grpc-status': '16' }, undefined, 'required'],
    ['that has a page', { 'content-type': 'text/html' }, 'http', 'unknown'],
  ])('%s', async (_, fields, name, access) => {
    await using server = await startHttp2(fields);
    const found = await askCheck(grpc, server);
    expect(found?.answer.name).toBe(name);
    expect(found?.answer.access).toBe(access);
  });
});

it('is nothing to a web server of HTTP/1.1', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end('hello\r\n')));
  expect(await askCheck(grpc, peer)).toBeUndefined();
});
