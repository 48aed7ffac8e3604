import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createGate, type Gate } from '../../src/net/gate.ts';
import type { Endpoint } from '../../src/model/observation.ts';
import type { Recording } from './recording.ts';

const LOOPBACK_RANGES = [{ family: 4, first: 0x7f000000n, last: 0x7fffffffn }] as const;

/** Loopback only. Controllers may be sent questions, because a peer may be given any free port. */
export const LOOPBACK: Gate = createGate(LOOPBACK_RANGES, [], { ics: true, isLifted: () => false });

/** Loopback as a run sees it where nothing was said. */
export const CAUTIOUS_LOOPBACK: Gate = createGate(LOOPBACK_RANGES, []);

export interface Peer extends AsyncDisposable {
  readonly endpoint: Endpoint;
  /** What each connection sent so far, in the order of the connections. */
  readonly heard: readonly Buffer[];
}

export interface PeerPlace {
  /** 127.90.0.1 where nothing is said: other tests sweep 127.0.0.1. */
  readonly address?: string;
  readonly port?: number;
}

/** A TCP server of the test's own; `serve` gets every connection and its number. */
export async function startPeer(serve: (socket: Socket, index: number) => void, place: PeerPlace = {}): Promise<Peer> {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const index = heard.push(Buffer.alloc(0)) - 1;
    sockets.add(socket);
    socket.on('data', (bytes) => (heard[index] = Buffer.concat([heard[index] ?? Buffer.alloc(0), bytes])));
    socket.on('end', () => socket.end());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    serve(socket, index);
  });
  const { address = '127.90.0.1', port = 0 } = place;
  server.listen(port, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server without a port');
  return {
    endpoint: { address, port: bound.port, transport: 'tcp' },
    heard,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * Says on a connection what was recorded: each answer once as many bytes came in as the recorded question has; of web servers the answer to the same
 * request, whatever the order, because which ones are asked depends on everything else in the table of applications.
 */
export function replay(recording: Recording): (socket: Socket, index: number) => void {
  if (recording.exchanges.some(({ sent }) => requestLine(sent) !== undefined)) return replayWeb(recording);
  return (socket, index) => {
    const queue = recording.exchanges.filter(({ connection = index }) => connection === index);
    let waiting = 0;
    const proceed = (): void => {
      for (let next = queue[0]; next !== undefined && waiting >= next.sent.length; next = queue[0]) {
        waiting -= next.sent.length;
        queue.shift();
        socket.write(next.received);
      }
    };
    socket.on('data', (bytes) => {
      waiting += bytes.length;
      proceed();
    });
    proceed();
  };
}

const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';

function replayWeb({ exchanges }: Recording): (socket: Socket) => void {
  return (socket) =>
    void socket.on('data', (bytes) => {
      const line = requestLine(bytes);
      const same = exchanges.find(({ sent }) => requestLine(sent) === line);
      if (line !== undefined) socket.write(same?.received ?? NOT_FOUND);
      if (/\r\nConnection: close\r\n/i.test((same?.received ?? bytes).toString('latin1'))) socket.end();
    });
}

function requestLine(bytes: Buffer): string | undefined {
  return /^(?:GET|POST|HEAD) \S+ HTTP\/1\.1(?=\r\n)/.exec(bytes.toString('latin1', 0, 512))?.[0];
}
