import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's lighttpd with nothing to serve. */
export async function startLighttpd(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('lighttpd');
  await mkdir(join(folder, 'root'));
  const config = join(folder, 'lighttpd.conf');
  const lines = [
    `server.document-root = "${folder}/root"`,
    `server.bind = "${place.address}"`,
    `server.port = ${place.port}`,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('lighttpd'), args: ['-D', '-f', config], place, folder });
}
