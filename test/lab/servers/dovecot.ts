import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface DovecotOptions extends Placement {
  readonly protocol: 'imap' | 'pop3' | 'lmtp' | 'sieve';
  readonly tls?: 'explicit' | 'implicit';
  /** Takes passwords outside TLS, too. */
  readonly plaintext?: boolean;
}

/** Debian's Dovecot without a mailbox. Connections from its own address count as secure, so that it must listen on another one than the client's to insist on TLS. */
export async function startDovecot(options: DovecotOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('dovecot');
  const { protocol } = options;
  const port = (name: string, isMine: boolean): string =>
    `inet_listener ${name} {\nport = ${isMine ? place.port : 0}\nssl = ${name === protocol ? 'no' : 'yes'}\n}`;
  const lines = [`base_dir = ${join(folder, 'run')}`, `listen = ${place.address}`, `protocols = ${protocol}`];
  lines.push(
    'log_path = /dev/stderr',
    'hostname = mail.lab.example',
    'passdb {\ndriver = static\nargs = nopassword=y allow_nets=192.0.2.1/32\n}',
  );
  lines.push(`disable_plaintext_auth = ${options.plaintext === true ? 'no' : 'yes'}`, 'auth_mechanisms = plain login');
  lines.push(
    'mail_location = maildir:/nonexistent',
    'service stats {\nunix_listener stats-writer {\nmode = 0666\n}\n}',
  );
  const isImplicit = options.tls === 'implicit';
  const twin = { imap: port('imaps', isImplicit), pop3: port('pop3s', isImplicit), lmtp: '', sieve: '' }[protocol];
  const login = { imap: 'imap-login', pop3: 'pop3-login', lmtp: 'lmtp', sieve: 'managesieve-login' }[protocol];
  lines.push(`service ${login} {\n${port(protocol, !isImplicit)}\n${twin}\n}`);
  if (options.tls === undefined) lines.push('ssl = no');
  else {
    const { certificate, key } = await createCertificate(folder);
    lines.push('ssl = yes', `ssl_cert = <${certificate}`, `ssl_key = <${key}`);
  }
  const config = join(folder, 'dovecot.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('dovecot'), args: ['-F', '-c', config], place, folder });
}
