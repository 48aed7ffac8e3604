import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { program } from './find-program.ts';
import { runProgram } from './spawn-server.ts';
import type { CertificateFiles } from './create-certificate.ts';

/** A server's certificate, and those that it sends behind it: the whole chain, none of it, or another one. */
export interface ChainOptions {
  readonly sends: 'root' | 'nothing' | 'stranger';
  /** `-newkey` of the server's key, such as `rsa:1024`. */
  readonly key?: string;
  readonly digest?: string;
}

/** A root that signs a server's certificate, for the OpenSSL flags `-cert` and `-key`. */
export async function createChain(folder: string, options: ChainOptions): Promise<CertificateFiles> {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): Promise<void> => runProgram(program('openssl'), args);
  for (const name of ['root', 'stranger']) {
    const subject = ['-subj', `/CN=Portreeve lab ${name}`, '-days', '30', '-nodes', '-newkey', 'rsa:2048'];
    await openssl('req', '-x509', ...subject, '-out', file(`${name}.pem`), '-keyout', file(`${name}.key`));
  }
  const request = ['-subj', '/CN=lab.example', '-nodes', '-newkey', options.key ?? 'rsa:2048'];
  await openssl('req', '-new', ...request, '-out', file('server.csr'), '-keyout', file('server.key'));
  const signed = ['-CA', file('root.pem'), '-CAkey', file('root.key'), '-days', '30', `-${options.digest ?? 'sha256'}`];
  await openssl('x509', '-req', '-in', file('server.csr'), ...signed, '-CAcreateserial', '-out', file('server.pem'));
  const behind = options.sends === 'nothing' ? '' : await readFile(file(`${options.sends}.pem`), 'utf8');
  await writeFile(file('sent.pem'), behind);
  return { certificate: file('server.pem'), key: file('server.key') };
}
