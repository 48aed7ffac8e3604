import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's Apache httpd with an empty folder, of which it shows the index. */
export async function startApache(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('apache');
  await mkdir(join(folder, 'root'));
  const config = join(folder, 'apache2.conf');
  const modules = ['mpm_event', 'authz_core', 'autoindex', 'dir', 'mime'];
  const lines = [
    ...modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
    `ServerRoot ${folder}`,
    'ServerName lab.example',
    `PidFile ${folder}/pid`,
    `Listen ${place.address}:${place.port}`,
    'TypesConfig /etc/mime.types',
    'User www-data',
    'Group www-data',
    `DefaultRuntimeDir ${folder}`,
    `DocumentRoot ${folder}/root`,
    `<Directory ${folder}/root>`,
    'Options Indexes',
    '</Directory>',
    `ErrorLog ${folder}/errors`,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('apache2'), args: ['-D', 'FOREGROUND', '-f', config], place, folder });
}
