import { execFileSync } from 'node:child_process';
import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

export interface PostgresqlOptions extends Placement {
  /** Lines of pg_hba.conf for every TCP client; empty refuses them all. */
  readonly hba: string;
  readonly tls?: boolean;
}

/** Debian's PostgreSQL 15 with a fresh cluster, run as the user `postgres`. */
export async function startPostgresql(options: PostgresqlOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('postgresql');
  const { uid, gid } = idsOf('postgres');
  const data = join(folder, 'data');
  const asPostgres = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const settings = [`listen_addresses=${place.address}`, `port=${place.port}`, `unix_socket_directories=${folder}`];
  if (options.tls === true) settings.push('ssl=on', 'ssl_cert_file=certificate.pem', 'ssl_key_file=key.pem');
  const prepare = async (): Promise<void> => {
    await chown(folder, uid, gid);
    const password = join(folder, 'password');
    await writeFile(password, 'not-a-real-password\n', { mode: 0o644 });
    const initdb = [program('initdb'), '-D', data, '--auth=scram-sha-256', `--pwfile=${password}`, '--no-sync'];
    await runProgram(program('setpriv'), [...asPostgres, ...initdb, '--locale=C']);
    await writeFile(join(data, 'pg_hba.conf'), `local all all peer\n${options.hba}\n`);
    if (options.tls !== true) return;
    const { certificate, key } = await createCertificate(data);
    await Promise.all([certificate, key].map(async (file) => chown(file, uid, gid)));
  };
  const args = [...asPostgres, program('postgres'), '-D', data, '-c', 'fsync=off'];
  args.push(...settings.flatMap((setting) => ['-c', setting]));
  return spawnServer({ command: program('setpriv'), args, place, folder, prepare, stopSignal: 'SIGINT' });
}

function idsOf(user: string): { uid: number; gid: number } {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(execFileSync(program('id'), [flag, user], { encoding: 'utf8' })),
  );
  if (uid === undefined || gid === undefined) throw new Error(`no user ${user}`);
  return { uid, gid };
}
