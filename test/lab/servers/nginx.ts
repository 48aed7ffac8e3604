import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface NginxOptions extends Placement {
  readonly tls?: boolean;
  readonly http2?: boolean;
  /** Further directives of the server, such as `ssl_protocols TLSv1.2;`. */
  readonly directives?: string;
  /** Asks for a user name and a password. */
  readonly basicAuth?: boolean;
}

/** Debian's nginx with one page. */
export async function startNginx(options: NginxOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('nginx');
  await mkdir(join(folder, 'root'));
  await writeFile(
    join(folder, 'root/index.html'),
    '<!doctype html><html><head><title>Lab page</title></head></html>\n',
  );
  await writeFile(join(folder, 'users'), '');
  const lines = [
    `listen ${place.address}:${place.port}${options.tls === true ? ' ssl' : ''}${options.http2 === true ? ' http2' : ''};`,
    'root root;',
  ];
  if (options.tls === true) {
    const { certificate, key } = await createCertificate(folder);
    lines.push(`ssl_certificate ${certificate};`, `ssl_certificate_key ${key};`);
  }
  if (options.basicAuth === true) lines.push('auth_basic "lab";', `auth_basic_user_file ${join(folder, 'users')};`);
  if (options.directives !== undefined) lines.push(options.directives);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`);
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `user root; daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr; events {}
     http { access_log off; types { text/html html; } ${paths.join(' ')} server { ${lines.join(' ')} } }\n`,
  );
  return spawnServer({ command: program('nginx'), args: ['-p', folder, '-e', 'stderr', '-c', config], place, folder });
}
