import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface PgbouncerOptions extends Placement {
  readonly auth: 'trust' | 'md5' | 'scram-sha-256';
}

/** `nobody`: it refuses to run as root. */
const NOBODY = 65_534;

/** Debian's PgBouncer in front of no database at all. */
export async function startPgbouncer(options: PgbouncerOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('pgbouncer');
  const config = join(folder, 'pgbouncer.ini');
  const prepare = async (): Promise<void> => {
    const users = join(folder, 'users.txt');
    await writeFile(users, '"app" "not-a-real-password"\n');
    const lines = ['[databases]', '* = host=127.0.0.1 port=1', '[pgbouncer]', `listen_addr=${place.address}`];
    lines.push(`listen_port=${place.port}`, `auth_type=${options.auth}`, `auth_file=${users}`, 'unix_socket_dir=');
    await writeFile(config, `${lines.join('\n')}\n`);
    await chown(folder, NOBODY, NOBODY);
  };
  const args = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', program('pgbouncer'), config];
  return spawnServer({ command: program('setpriv'), args, place, folder, prepare });
}
