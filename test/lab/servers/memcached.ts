import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface MemcachedOptions extends Placement {
  /** Starts with an authentication file (`-Y`). */
  readonly authentication?: boolean;
  /** Starts with SASL (`-S`), which means the binary protocol only. */
  readonly sasl?: boolean;
}

/** Debian's memcached. */
export async function startMemcached(options: MemcachedOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('memcached');
  const args = ['-u', 'nobody', '-l', place.address, '-p', String(place.port), '-U', '0', '-m', '8'];
  if (options.sasl === true) args.push('-S');
  if (options.authentication === true) {
    const file = join(folder, 'auth');
    await writeFile(file, 'somebody:not-a-real-password\n', { mode: 0o644 });
    args.push('-Y', file);
  }
  // SASL wants to know where its configuration is, even where there is none.
  const environment = [`SASL_CONF_PATH=${folder}`, program('memcached')];
  return spawnServer({ command: program('env'), args: [...environment, ...args], place, folder });
}
