import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface RedisOptions extends Placement {
  readonly password?: string;
  /** Refuses other hosts while no password is set; loopback never counts as another host. */
  readonly protectedMode?: boolean;
  readonly tls?: boolean;
}

/** Debian's redis-server without persistence. */
export async function startRedis(options: RedisOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('redis');
  const args = ['--bind', place.address, '--dir', folder, '--save', ''];
  if (options.tls === true) {
    const { certificate, key } = await createCertificate(folder);
    args.push('--port', '0', '--tls-port', String(place.port), '--tls-cert-file', certificate, '--tls-key-file', key);
    args.push('--tls-auth-clients', 'no', '--tls-ca-cert-file', certificate);
  } else {
    args.push('--port', String(place.port));
  }
  args.push('--protected-mode', options.protectedMode === true ? 'yes' : 'no');
  if (options.password !== undefined) args.push('--requirepass', options.password);
  return spawnServer({ command: program('redis-server'), args, place, folder });
}
