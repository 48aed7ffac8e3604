import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface GdbserverOptions extends Placement {
  /** Stays when the debugger leaves (`--multi`). */
  readonly multi?: boolean;
}

/** Debian's gdbserver before the first instruction of a program that only sleeps. */
export async function startGdbserver(options: GdbserverOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('gdbserver');
  const args = [`${place.address}:${place.port}`, program('sleep'), '600'];
  if (options.multi === true) args.unshift('--multi');
  return spawnServer({ command: program('gdbserver'), args, place, folder });
}
