import { join } from 'node:path';
import { program } from './find-program.ts';
import { runProgram } from './spawn-server.ts';

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** A self-signed certificate for `lab.example`, valid for 30 days. */
export async function createCertificate(
  folder: string,
  subject = '/O=Portreeve lab/CN=lab.example',
): Promise<CertificateFiles> {
  const files = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
  args.push('-subj', subject, '-addext', 'subjectAltName=DNS:lab.example,IP:127.0.0.1');
  await runProgram(program('openssl'), [...args, '-out', files.certificate, '-keyout', files.key]);
  return files;
}
