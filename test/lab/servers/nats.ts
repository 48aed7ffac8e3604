import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface NatsOptions extends Placement {
  readonly password?: string;
  /** Asks for TLS after its greeting. */
  readonly tls?: boolean;
}

/** Debian's nats-server. */
export async function startNats(options: NatsOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('nats');
  const args = ['--addr', place.address, '--port', String(place.port), '--name', 'lab'];
  if (options.password !== undefined) args.push('--user', 'somebody', '--pass', options.password);
  if (options.tls === true) {
    const { certificate, key } = await createCertificate(folder);
    args.push('--tls', '--tlscert', certificate, '--tlskey', key);
  }
  return spawnServer({ command: program('nats-server'), args, place, folder });
}
