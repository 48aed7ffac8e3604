import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Erlang's port mapper, with nobody registered. */
export async function startEpmd(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('epmd');
  const args = ['-address', place.address, '-port', String(place.port), '-relaxed_command_check'];
  return spawnServer({ command: program('epmd'), args, place, folder });
}
