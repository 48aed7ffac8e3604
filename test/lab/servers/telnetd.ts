import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface TelnetdOptions extends Placement {
  /** Gives a shell to everybody, as careless devices do, instead of running `login`. */
  readonly shell?: boolean;
}

/** Debian's inetutils-telnetd under inetutils-inetd. */
export async function startTelnetd(options: TelnetdOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('telnetd');
  const config = join(folder, 'inetd.conf');
  const login = options.shell === true ? ' -E "/bin/sh -i"' : '';
  await writeFile(
    config,
    `${place.address}:${place.port} stream tcp4 nowait root ${program('telnetd')} telnetd${login}\n`,
  );
  const args = ['--debug', `--pidfile=${join(folder, 'pid')}`, config];
  return spawnServer({ command: program('inetutils-inetd'), args, place, folder });
}
