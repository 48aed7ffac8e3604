import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { program } from './find-program.ts';
import type { Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's pptpd on its own port, the only one that it can have; nobody gets as far as PPP. */
export async function startPptpd(address: string): Promise<Server> {
  const place = { address, port: 1723, netns: undefined };
  const folder = await serverFolder('pptpd');
  const config = join(folder, 'pptpd.conf');
  const lines = ['option /dev/null', 'connections 1', 'localip 127.0.0.1', 'remoteip 127.0.0.2'];
  return spawnServer({
    command: program('pptpd'),
    args: ['-f', '-c', config, '-l', address, '-p', join(folder, 'pid')],
    place,
    folder,
    prepare: () => writeFile(config, `${lines.join('\n')}\n`),
  });
}
