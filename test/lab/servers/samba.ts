import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface SambaOptions extends Placement {
  /** Samba's `server min protocol`, such as `NT1`. */
  readonly minProtocol?: string;
  readonly maxProtocol?: string;
  /** Samba's `server signing`. */
  readonly signing?: 'mandatory' | 'disabled';
}

const FOLDERS = ['private', 'lock', 'state', 'cache', 'ncalrpc'];

/** Debian's smbd without shares and without users. */
export async function startSamba(options: SambaOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('samba');
  const config = join(folder, 'smb.conf');
  const lines = ['[global]', 'server role = standalone server', 'workgroup = LAB', 'netbios name = LAB-EXAMPLE'];
  lines.push(`interfaces = ${place.address}/8`, 'bind interfaces only = yes', `pid directory = ${folder}`);
  for (const name of FOLDERS)
    lines.push(`${name} dir = ${join(folder, name)}`.replace(/^(lock|state|cache) dir/, '$1 directory'));
  lines.push('load printers = no', 'disable spoolss = yes', `log file = ${join(folder, 'log')}`);
  lines.push(`server min protocol = ${options.minProtocol ?? 'SMB2_02'}`);
  lines.push(`server max protocol = ${options.maxProtocol ?? 'SMB3_11'}`);
  if (options.signing !== undefined) lines.push(`server signing = ${options.signing}`);
  // In a process group of its own (no `--no-process-group`), because at its end it ends its whole group.
  return spawnServer({
    command: program('smbd'),
    args: ['-F', '-s', config, '-p', String(place.port)],
    place,
    folder,
    prepare: async () => {
      for (const name of FOLDERS) await mkdir(join(folder, name));
      await writeFile(config, `${lines.join('\n')}\n`);
    },
  });
}
