import { describe, expect, it } from 'vitest';
import { parse, rtsp } from '../../../src/identify/checks/rtsp.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  [
    'RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: GStreamer RTSP server\r\n\r\n',
    { status: 200, server: 'GStreamer RTSP server', describes: false },
  ],
  ['RTSP/1.0 200 OK\r\nContent-Type: application/sdp\r\n\r\nv=0', { status: 200, server: undefined, describes: true }],
  ['RTSP/1.0 200 OK\r\nCSeq: 1\r\n', undefined],
  ['HTTP/1.1 200 OK\r\n\r\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));

describe('access', () => {
  const OPTIONS = 'RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Hipcam RealServer/V1.0\r\n\r\n';
  it.each([
    ['is described', OPTIONS, 'RTSP/1.0 200 OK\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n', 'none-required'],
    ['wants a password', OPTIONS, 'RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest\r\n\r\n', 'required'],
    ['is somewhere else', OPTIONS, 'RTSP/1.0 404 Not Found\r\n\r\n', 'unknown'],
    ['is described without a description', OPTIONS, 'RTSP/1.0 200 OK\r\n\r\n', 'unknown'],
    ['wants a password for everything', 'RTSP/1.0 401 Unauthorized\r\n\r\n', '', 'required'],
  ])('a stream that %s: %s', async (_, options, describes, access) => {
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => socket.write(bytes.includes('OPTIONS') ? options : describes));
    });
    expect((await askCheck(rtsp, peer))?.answer).toMatchObject({ confidence: 10, access });
  });
});
