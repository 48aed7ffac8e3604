import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's Firebird 3 with Debian's own configuration: every user needs a password. */
export async function startFirebird(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('firebird');
  const args = ['-p', String(place.port), '-el', folder];
  return spawnServer({ command: program('firebird'), args, place, folder });
}
