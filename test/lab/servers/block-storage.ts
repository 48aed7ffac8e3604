import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's tgt with one target, which has no disk, for everybody or for the owners of a secret. */
export async function startTgt(options: Placement & { readonly chap?: boolean } = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('tgt');
  const portal = `portal=${place.address}:${place.port}`;
  const control = `TGT_IPC_SOCKET=${join(folder, 'control')}`;
  const args = [control, program('tgtd'), '-f', '--iscsi', portal];
  // As long as it has a target it does not end when it is asked to.
  const server = await spawnServer({ command: program('env'), args, place, folder, stopSignal: 'SIGKILL' });
  const tell = async (...words: string[]): Promise<void> =>
    runProgram(program('env'), [control, program('tgtadm'), '--lld', 'iscsi', ...words]);
  await tell('--op', 'new', '--mode', 'target', '--tid', '1', '-T', 'iqn.2026-01.example.lab:disk');
  await tell('--op', 'bind', '--mode', 'target', '--tid', '1', '-I', 'ALL');
  if (options.chap === true) {
    await tell('--op', 'new', '--mode', 'account', '--user', 'lab', '--password', 'not-a-real-password');
    // Without a target it is for discovery.
    await tell('--op', 'bind', '--mode', 'account', '--user', 'lab');
  }
  return server;
}

export interface NbdOptions extends Placement {
  /** Tells the names of its exports. */
  readonly list: boolean;
}

/** Debian's nbd-server with one read-only export. */
export async function startNbd(options: NbdOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('nbd');
  const disk = join(folder, 'disk');
  await writeFile(disk, Buffer.alloc(4096));
  const lines = ['[generic]', `listenaddr = ${place.address}`, `port = ${place.port}`, `allowlist = ${options.list}`];
  lines.push('[backup]', `exportname = ${disk}`, 'readonly = true');
  const config = join(folder, 'config');
  await writeFile(config, `${lines.join('\n')}\n`);
  // In the foreground it would serve one client after the other, and slowly.
  const pid = join(folder, 'pid');
  const script = `
    ${program('nbd-server')} -C ${config} -p ${pid}
    trap 'kill $(cat ${pid}); exit' TERM
    while sleep 1 & wait $!; do :; done`;
  return spawnServer({ command: program('sh'), args: ['-c', script], place, folder });
}
