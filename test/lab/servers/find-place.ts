import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Place, Placement } from './server.ts';

/** Completes a placement with a port that the kernel has just given and taken back. */
export async function findPlace(placement: Placement): Promise<Place> {
  const { address = '127.0.0.1', netns } = placement;
  return { address, port: placement.port ?? (await freePort()), netns };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server without a port');
  return bound.port;
}
