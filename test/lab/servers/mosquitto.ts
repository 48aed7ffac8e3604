import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface MosquittoOptions extends Placement {
  readonly anonymous: boolean;
}

/** Debian's mosquitto without persistence. */
export async function startMosquitto(options: MosquittoOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('mosquitto');
  const config = join(folder, 'mosquitto.conf');
  const lines = [
    `listener ${place.port} ${place.address}`,
    `allow_anonymous ${options.anonymous}`,
    'persistence false',
  ];
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o644 });
  return spawnServer({ command: program('mosquitto'), args: ['-c', config], place, folder });
}
