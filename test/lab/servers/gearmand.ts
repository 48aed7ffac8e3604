import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's gearmand. */
export async function startGearmand(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('gearmand');
  const args = ['--listen', place.address, '--port', String(place.port), '--log-file', join(folder, 'log')];
  return spawnServer({ command: program('gearmand'), args, place, folder });
}
