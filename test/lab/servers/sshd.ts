import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's OpenSSH server with a fresh host key; nobody may log in. */
export async function startSshd(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('sshd');
  const key = join(folder, 'host-key');
  await runProgram(program('ssh-keygen'), ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  // Where the unprivileged half of sshd is shut in; Debian's service makes it at its start.
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const config = join(folder, 'sshd_config');
  const lines = [`ListenAddress ${place.address}`, `Port ${place.port}`, `HostKey ${key}`, 'PidFile none'];
  lines.push('PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'UsePAM no', 'UseDNS no', 'DenyUsers *');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('sshd'), args: ['-D', '-e', '-f', config], place, folder });
}
