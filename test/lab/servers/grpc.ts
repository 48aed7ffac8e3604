import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** A server of Debian's python3-grpcio, which has no method at all. */
export async function startGrpc(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('grpc');
  const script = [
    'import grpc',
    'from concurrent.futures import ThreadPoolExecutor',
    'server = grpc.server(ThreadPoolExecutor(max_workers=1))',
    `server.add_insecure_port('${place.address}:${place.port}')`,
    'server.start()',
    'server.wait_for_termination()',
  ].join('\n');
  return spawnServer({ command: program('python3'), args: ['-c', script], place, folder });
}
