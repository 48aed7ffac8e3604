import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { program } from './find-program.ts';
import type { Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

const FOLDERS = ['private', 'lock', 'state', 'cache', 'ncalrpc'];

/** The endpoint mapper of Debian's Samba, on its own port, the only one that it can have. */
export async function startDcerpcd(address: string): Promise<Server> {
  const folder = await serverFolder('dcerpcd');
  const config = join(folder, 'smb.conf');
  const lines = [
    '[global]',
    'server role = standalone server',
    'netbios name = LAB-EXAMPLE',
    `log file = ${join(folder, 'log')}`,
  ];
  lines.push(`interfaces = ${address}/8`, 'bind interfaces only = yes', 'rpc start on demand helpers = no');
  lines.push(
    `pid directory = ${folder}`,
    `private dir = ${join(folder, 'private')}`,
    `ncalrpc dir = ${join(folder, 'ncalrpc')}`,
  );
  for (const name of ['lock', 'state', 'cache']) lines.push(`${name} directory = ${join(folder, name)}`);
  return spawnServer({
    // At its end it ends its whole process group, which must not be ours.
    command: program('setsid'),
    args: ['/usr/libexec/samba/samba-dcerpcd', '-F', '--libexec-rpcds', '-s', config],
    place: { address, port: 135, netns: undefined },
    folder,
    prepare: async () => {
      for (const name of FOLDERS) await mkdir(join(folder, name));
      await writeFile(config, `${lines.join('\n')}\n`);
    },
  });
}
