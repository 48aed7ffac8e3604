import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's dropbear with a fresh host key; nobody may log in by password. */
export async function startDropbear(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('dropbear');
  const key = join(folder, 'host-key');
  const args = ['-F', '-E', '-s', '-r', key, '-P', join(folder, 'pid'), '-p', `${place.address}:${place.port}`];
  return spawnServer({
    command: program('dropbear'),
    args,
    place,
    folder,
    prepare: () => runProgram(program('dropbearkey'), ['-t', 'ed25519', '-f', key]),
  });
}
