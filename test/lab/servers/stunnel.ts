import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface StunnelOptions extends Placement {
  /** Service options, such as `sslVersionMin = TLSv1.2`. */
  readonly lines: readonly string[];
}

/** Debian's stunnel with nothing behind it. */
export async function startStunnel(options: StunnelOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('stunnel');
  const { certificate, key } = await createCertificate(folder);
  const config = join(folder, 'stunnel.conf');
  const service = [`accept = ${place.address}:${place.port}`, 'connect = 127.0.0.1:1', `cert = ${certificate}`];
  const lines = ['foreground = yes', 'pid =', '[lab]', ...service, `key = ${key}`, ...options.lines];
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('stunnel4'), args: [config], place, folder });
}
