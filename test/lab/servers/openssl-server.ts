import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { createChain, type ChainOptions } from './create-chain.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface OpensslServerOptions extends Placement {
  /** OpenSSL's flags, such as `-tls1_2` or `-Verify 1` to insist on a client certificate. */
  readonly flags: readonly string[];
  /** Of the self-signed certificate, as OpenSSL writes it. */
  readonly subject?: string;
  /** A root signs the certificate; self-signed without. */
  readonly chain?: ChainOptions;
}

/** `openssl s_server`, which can be told every oddity of TLS. */
export async function startOpensslServer(options: OpensslServerOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('openssl');
  const { chain, subject } = options;
  const { certificate, key } =
    chain === undefined ? await createCertificate(folder, subject) : await createChain(folder, chain);
  const args = ['s_server', '-accept', `${place.address}:${place.port}`, '-cert', certificate, '-key', key, '-quiet'];
  if (chain !== undefined && chain.sends !== 'nothing') args.push('-cert_chain', join(folder, 'sent.pem'));
  return spawnServer({ command: program('openssl'), args: [...args, ...options.flags], place, folder });
}
