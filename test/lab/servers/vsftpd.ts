import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface VsftpdOptions extends Placement {
  readonly anonymous: boolean;
  /** `explicit` offers AUTH TLS, `implicit` speaks TLS from the first byte. */
  readonly tls?: 'explicit' | 'implicit';
  /** Lets the anonymous user in inside TLS only. */
  readonly anonymousOnlyInsideTls?: boolean;
}

/** Debian's vsftpd with an empty, read-only root for the anonymous user. */
export async function startVsftpd(options: VsftpdOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('vsftpd');
  const root = join(folder, 'root');
  await mkdir(root, { mode: 0o555 });
  const answer = (value: boolean): string => (value ? 'YES' : 'NO');
  const lines = ['listen=YES', 'listen_ipv6=NO', 'background=NO', `listen_address=${place.address}`];
  lines.push(`listen_port=${place.port}`, `anonymous_enable=${answer(options.anonymous)}`, 'local_enable=YES');
  lines.push(`anon_root=${root}`, `secure_chroot_dir=${root}`, 'xferlog_enable=NO');
  if (options.tls !== undefined) {
    const { certificate, key } = await createCertificate(folder);
    lines.push('ssl_enable=YES', `rsa_cert_file=${certificate}`, `rsa_private_key_file=${key}`, 'allow_anon_ssl=YES');
    lines.push('force_local_logins_ssl=NO', 'force_local_data_ssl=NO');
    lines.push(`force_anon_logins_ssl=${answer(options.anonymousOnlyInsideTls === true)}`);
    lines.push(`implicit_ssl=${answer(options.tls === 'implicit')}`);
  }
  const config = join(folder, 'vsftpd.conf');
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 });
  return spawnServer({ command: program('vsftpd'), args: [config], place, folder });
}
