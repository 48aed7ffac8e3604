import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

const REALM = 'LAB.EXAMPLE';

/** Debian's MIT KDC with an empty realm, on TCP only. */
export async function startKdc(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('kdc');
  const files = { client: join(folder, 'krb5.conf'), server: join(folder, 'kdc.conf') };
  const realm = `[realms]\n${REALM} = {\ndatabase_name = ${join(folder, 'principal')}\nkey_stash_file = ${join(folder, 'stash')}\n}`;
  const log = `[logging]\nkdc = FILE:${join(folder, 'log')}\n`;
  const listen = `[kdcdefaults]\nkdc_listen = ""\nkdc_tcp_listen = ${place.address}:${place.port}`;
  const environment = [`KRB5_CONFIG=${files.client}`, `KRB5_KDC_PROFILE=${files.server}`];
  const prepare = async (): Promise<void> => {
    await writeFile(files.client, `[libdefaults]\ndefault_realm = ${REALM}\n`);
    await writeFile(files.server, `${listen}\n${realm}\n${log}`);
    const password = randomBytes(8).toString('hex');
    const args = [program('kdb5_util'), 'create', '-s', '-r', REALM, '-P', password];
    await runProgram(program('env'), [...environment, ...args]);
  };
  const args = [...environment, program('krb5kdc'), '-n', '-P', join(folder, 'pid')];
  return spawnServer({ command: program('env'), args, place, folder, prepare });
}
