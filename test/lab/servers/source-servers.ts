import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

/** Git's daemon over an empty folder. */
export async function startGitDaemon(options: Placement & { readonly verbose?: boolean } = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('git');
  const args = ['daemon', `--listen=${place.address}`, `--port=${place.port}`, `--base-path=${folder}`, '--reuseaddr'];
  if (options.verbose === true) args.push('--informative-errors');
  return spawnServer({ command: program('git'), args: [...args, folder], place, folder });
}

export interface SvnserveOptions extends Placement {
  readonly anonymous: boolean;
}

/** Debian's svnserve with an empty repository at its root. */
export async function startSvnserve(options: SvnserveOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('svn');
  const repository = join(folder, 'repository');
  const args = ['-d', '--foreground', '--listen-host', place.address, '--listen-port', String(place.port)];
  return spawnServer({
    command: program('svnserve'),
    args: [...args, '-r', repository],
    place,
    folder,
    prepare: async () => {
      await mkdir(repository);
      await runProgram(program('svnadmin'), ['create', repository]);
      const access = options.anonymous ? 'read' : 'none';
      const lines = ['[general]', `anon-access = ${access}`, 'auth-access = write', 'password-db = passwd'];
      await writeFile(join(repository, 'conf/svnserve.conf'), `${lines.join('\n')}\n`);
    },
  });
}
