import { createServer } from 'node:http';
import type { Peer } from '../peer.ts';
import { startPeer } from '../peer.ts';
import { NOT_FOUND, type Reply, type SpokenCase } from './replies.ts';

/** A web server that keeps its connections and says by path what the case holds. */
export async function speakWeb({
  replies,
  elsewhere = NOT_FOUND,
}: Pick<SpokenCase, 'replies' | 'elsewhere'>): Promise<Peer> {
  const server = createServer((request, response) => {
    const reply = replies[request.url ?? ''] ?? elsewhere;
    const [status, headers, body]: Exclude<Reply, string> =
      typeof reply === 'string' ? [200, ['Content-Type: application/json'], reply] : reply;
    response.sendDate = false;
    const fields = headers.map((line) => line.split(/: (.*)/s, 2) as [string, string]);
    response.writeHead(status, [...fields, ['Content-Length', String(Buffer.byteLength(body))] as const].flat());
    response.end(status === 204 ? undefined : body);
  });
  return startPeer((socket) => {
    server.emit('connection', socket);
    // Node's parser takes the bytes for itself until somebody else listens: the peer keeps the books of what was sent.
    socket.on('data', () => undefined);
  });
}
