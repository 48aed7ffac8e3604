import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface PhpFpmOptions extends Placement {
  /** Whose connections it takes (`listen.allowed_clients`). */
  readonly allowedClient: string;
}

/** Debian's PHP-FPM on TCP. */
export async function startPhpFpm(options: PhpFpmOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('php-fpm');
  const config = join(folder, 'php-fpm.conf');
  const lines = [
    '[global]',
    `error_log = ${folder}/log`,
    'daemonize = no',
    '[www]',
    'user = nobody',
    'group = nogroup',
  ];
  lines.push(`listen = ${place.address}:${place.port}`, `listen.allowed_clients = ${options.allowedClient}`);
  lines.push('pm = static', 'pm.max_children = 1');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('php-fpm8.2'), args: ['-F', '-y', config], place, folder });
}
