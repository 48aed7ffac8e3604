import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface DockerRegistryOptions extends Placement {
  readonly basicAuth?: boolean;
  readonly tls?: boolean;
}

/** Debian's registry without an image. */
export async function startDockerRegistry(options: DockerRegistryOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('docker-registry');
  const config = join(folder, 'config.yml');
  const users = join(folder, 'users');
  await writeFile(users, '');
  const files = options.tls === true ? await createCertificate(folder) : undefined;
  const tls = files === undefined ? '' : `, tls: { certificate: ${files.certificate}, key: ${files.key} }`;
  const lines = [
    'version: 0.1',
    'log: { level: error }',
    `storage: { filesystem: { rootdirectory: ${folder}/data } }`,
    `http: { addr: '${place.address}:${place.port}', secret: lab${tls} }`,
    ...(options.basicAuth === true ? [`auth: { htpasswd: { realm: lab, path: ${users} } }`] : []),
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('docker-registry'), args: ['serve', config], place, folder });
}
