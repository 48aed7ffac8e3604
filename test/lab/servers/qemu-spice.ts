import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface QemuSpiceOptions extends Placement {
  /** Lets nobody into the main channel without TLS, which listens on a port of its own. */
  readonly onlyInsideTls?: boolean;
}

/** A machine of Debian's QEMU that has nothing but a SPICE server and never runs. */
export async function startQemuSpice(options: QemuSpiceOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('qemu');
  const spice = [`addr=${place.address}`, `port=${place.port}`, 'disable-ticketing=on'];
  if (options.onlyInsideTls === true) {
    const { certificate, key } = await createCertificate(folder);
    await copyFile(certificate, join(folder, 'ca-cert.pem'));
    await copyFile(certificate, join(folder, 'server-cert.pem'));
    await copyFile(key, join(folder, 'server-key.pem'));
    const { port } = await findPlace({ address: place.address });
    spice.push(`tls-port=${port}`, `x509-dir=${folder}`, 'tls-channel=main');
  }
  const args = ['-M', 'none', '-nodefaults', '-nographic', '-monitor', 'none', '-serial', 'none', '-S'];
  args.push('-spice', spice.join(','));
  return spawnServer({ command: program('qemu-system-x86_64'), args, place, folder });
}
