import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface XrdpOptions extends Placement {
  readonly securityLayer: 'negotiate' | 'tls' | 'rdp';
}

/** Debian's xrdp without a session manager: it negotiates, and nobody gets further. */
export async function startXrdp(options: XrdpOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('xrdp');
  const { certificate, key } = await createCertificate(folder);
  const lines = ['[Globals]', 'ini_version=1', 'fork=true', `port=tcp://${place.address}:${place.port}`];
  lines.push(`security_layer=${options.securityLayer}`, 'crypt_level=high', `certificate=${certificate}`);
  lines.push(`key_file=${key}`, 'ssl_protocols=TLSv1.2, TLSv1.3', '[Logging]', `LogFile=${join(folder, 'log')}`);
  const config = join(folder, 'xrdp.ini');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('xrdp'), args: ['--nodaemon', '--config', config], place, folder });
}
