import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

export interface MariadbOptions extends Placement {
  /** Who may come from elsewhere: a user with a password, anybody, or nobody from any other host. */
  readonly users: 'password' | 'anonymous' | 'anonymous-inside-tls' | 'local-only';
  readonly tls?: boolean;
}

const STATEMENTS = {
  password: "CREATE USER 'app'@'%' IDENTIFIED BY 'not-a-real-password';",
  anonymous: "CREATE USER ''@'%';",
  'anonymous-inside-tls': "CREATE USER ''@'%' REQUIRE SSL;",
  'local-only': '',
};

/** Debian's MariaDB with a fresh data directory; names are not resolved, so that 127.0.0.1 is not `localhost`. */
export async function startMariadb(options: MariadbOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('mariadb');
  const data = join(folder, 'data');
  const init = join(folder, 'init.sql');
  const prepare = async (): Promise<void> => {
    const install = ['--no-defaults', `--datadir=${data}`, '--user=root', '--skip-test-db', '--skip-name-resolve'];
    install.push('--auth-root-authentication-method=socket');
    // Two installations with one folder for temporary files take each other's tables away.
    await runProgram(program('env'), [`TMPDIR=${folder}`, program('mariadb-install-db'), ...install]);
    if (options.tls === true) await createCertificate(folder);
    await writeFile(init, `${STATEMENTS[options.users]}\n`);
  };
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    '--user=root',
    '--skip-name-resolve',
    `--init-file=${init}`,
    `--tmpdir=${folder}`,
  ];
  args.push(`--bind-address=${place.address}`, `--port=${place.port}`, `--socket=${join(folder, 'socket')}`);
  args.push(`--pid-file=${join(folder, 'pid')}`, '--innodb-buffer-pool-size=8M', '--innodb-flush-log-at-trx-commit=0');
  if (options.tls === true)
    args.push(`--ssl-cert=${join(folder, 'certificate.pem')}`, `--ssl-key=${join(folder, 'key.pem')}`);
  return spawnServer({ command: program('mariadbd'), args, place, folder, prepare });
}
