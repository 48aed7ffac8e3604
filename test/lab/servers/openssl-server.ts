import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface OpensslServerOptions extends Placement {
  /** OpenSSL's flags, such as `-tls1_2` or `-Verify 1` to insist on a client certificate. */
  readonly flags: readonly string[];
}

/** `openssl s_server`, which can be told every oddity of TLS. */
export async function startOpensslServer(options: OpensslServerOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('openssl');
  const { certificate, key } = await createCertificate(folder);
  const args = ['s_server', '-accept', `${place.address}:${place.port}`, '-cert', certificate, '-key', key, '-quiet'];
  return spawnServer({ command: program('openssl'), args: [...args, ...options.flags], place, folder });
}
