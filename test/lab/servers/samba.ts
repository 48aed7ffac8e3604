import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface SambaOptions extends Placement {
  /** Samba's `server min protocol` and `server max protocol`, such as `NT1`. */
  readonly minProtocol?: string;
  readonly maxProtocol?: string;
  /** Samba's `server signing`. */
  readonly signing?: 'mandatory' | 'disabled';
}

/** Debian's smbd without shares and without users. */
export async function startSamba(options: SambaOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('samba');
  const lines = [`server min protocol = ${options.minProtocol ?? 'SMB2_02'}`];
  lines.push(`server max protocol = ${options.maxProtocol ?? 'SMB3_11'}`);
  if (options.signing !== undefined) lines.push(`server signing = ${options.signing}`);
  // In a process group of its own (no `--no-process-group`), because at its end it ends its whole group.
  return spawnServer({
    command: program('smbd'),
    args: ['-F', '-s', configIn(folder), '-p', String(place.port)],
    place,
    folder,
    prepare: () => writeConfig(folder, place.address, lines),
  });
}

/** The endpoint mapper of Debian's Samba, on its own port, the only one that it can have. */
export async function startEndpointMapper(address: string): Promise<Server> {
  const folder = await serverFolder('samba-dcerpcd');
  return spawnServer({
    // At its end it ends its whole process group, which must not be ours.
    command: program('setsid'),
    args: ['/usr/libexec/samba/samba-dcerpcd', '-F', '--libexec-rpcds', '-s', configIn(folder)],
    place: { address, port: 135, netns: undefined },
    folder,
    prepare: () => writeConfig(folder, address, ['rpc start on demand helpers = no']),
  });
}

function configIn(folder: string): string {
  return join(folder, 'smb.conf');
}

async function writeConfig(folder: string, address: string, others: readonly string[]): Promise<void> {
  const lines = ['[global]', 'server role = standalone server', 'workgroup = LAB', 'netbios name = LAB-EXAMPLE'];
  lines.push(`interfaces = ${address}/8`, 'bind interfaces only = yes', 'load printers = no', 'disable spoolss = yes');
  lines.push(`pid directory = ${folder}`, `log file = ${join(folder, 'log')}`);
  for (const option of ['private dir', 'ncalrpc dir', 'lock directory', 'state directory', 'cache directory']) {
    const path = join(folder, option.replace(' ', '-'));
    await mkdir(path);
    lines.push(`${option} = ${path}`);
  }
  await writeFile(configIn(folder), `${[...lines, ...others].join('\n')}\n`);
}
