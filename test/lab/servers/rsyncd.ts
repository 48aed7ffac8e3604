import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface RsyncdOptions extends Placement {
  /** Names and comments of the modules that are listed. */
  readonly modules: Readonly<Record<string, string>>;
}

/** Debian's rsync as a daemon. */
export async function startRsyncd(options: RsyncdOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('rsyncd');
  const lines = [
    'use chroot = no',
    `lock file = ${join(folder, 'lock')}`,
    'log file = /dev/stderr',
    'reverse lookup = no',
  ];
  for (const [name, comment] of Object.entries(options.modules))
    lines.push(`[${name}]`, `path = ${folder}`, `comment = ${comment}`, 'read only = yes');
  const config = join(folder, 'rsyncd.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  const args = ['--daemon', '--no-detach', `--address=${place.address}`, `--port=${place.port}`, `--config=${config}`];
  return spawnServer({ command: program('rsync'), args, place, folder });
}
