import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

export interface SlapdOptions extends Placement {
  /** Who may read: everybody, users (strangers may only log in), or users before whom everything is hidden from strangers. */
  readonly readers: 'all' | 'users' | 'users-hidden';
  /** Further lines of slapd.conf. */
  readonly lines?: readonly string[];
  /** `starttls` offers it, `ldaps` speaks TLS from the first byte. */
  readonly tls?: 'starttls' | 'ldaps';
}

const ACCESS = {
  all: 'access to * by * read',
  users: 'access to * by users read by anonymous auth',
  'users-hidden': 'access to * by users read by * none',
} as const;

const ROOT = [
  'dn: dc=example',
  'objectClass: dcObject',
  'objectClass: organization',
  'dc: example',
  'o: Portreeve lab',
];

/** Debian's OpenLDAP with one entry. */
export async function startSlapd(options: SlapdOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('slapd');
  const config = join(folder, 'slapd.conf');
  const data = join(folder, 'root.ldif');
  const prepare = async (): Promise<void> => {
    const lines = ['include /etc/ldap/schema/core.schema', 'modulepath /usr/lib/ldap', 'moduleload back_mdb'];
    lines.push(`pidfile ${join(folder, 'pid')}`, ...(options.lines ?? []));
    if (options.tls !== undefined) {
      const { certificate, key } = await createCertificate(folder);
      lines.push(`TLSCertificateFile ${certificate}`, `TLSCertificateKeyFile ${key}`);
    }
    lines.push('database mdb', 'suffix dc=example', `directory ${join(folder, 'data')}`, ACCESS[options.readers]);
    await mkdir(join(folder, 'data'));
    await writeFile(config, `${lines.join('\n')}\n`);
    await writeFile(data, `${ROOT.join('\n')}\n`);
    await runProgram(program('slapadd'), ['-f', config, '-l', data]);
  };
  const url = `${options.tls === 'ldaps' ? 'ldaps' : 'ldap'}://${place.address}:${place.port}`;
  return spawnServer({ command: program('slapd'), args: ['-d', '0', '-h', url, '-f', config], place, folder, prepare });
}
