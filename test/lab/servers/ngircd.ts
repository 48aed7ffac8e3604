import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface NgircdOptions extends Placement {
  readonly password?: string;
}

/** Debian's ngircd. */
export async function startNgircd(options: NgircdOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('ngircd');
  const config = join(folder, 'ngircd.conf');
  const lines = [
    '[Global]',
    'Name = irc.lab.example',
    'Info = lab',
    'AdminInfo1 = lab',
    'AdminEMail = lab@lab.example',
  ];
  lines.push(`Listen = ${place.address}`, `Ports = ${place.port}`);
  if (options.password !== undefined) lines.push(`Password = ${options.password}`);
  lines.push('ServerUID = 65534', 'ServerGID = 65534', '[Options]', 'DNS = no', 'Ident = no', 'PAM = no');
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o644 });
  return spawnServer({ command: program('ngircd'), args: ['-n', '-f', config], place, folder });
}
