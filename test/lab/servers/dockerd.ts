import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface DockerdOptions extends Placement {
  /** Speaks TLS only, and with clients only that show a certificate. */
  readonly tlsVerify?: boolean;
}

/** Debian's Docker Engine with its API on a TCP port, without networks and firewall rules of its own. */
export async function startDockerd(options: DockerdOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('dockerd');
  const files = options.tlsVerify === true ? await createCertificate(folder) : undefined;
  const tls =
    files === undefined
      ? ['--tls=false']
      : ['--tlsverify', '--tlscacert', files.certificate, '--tlscert', files.certificate, '--tlskey', files.key];
  // Its mounts are its own, and end with it.
  const args = [
    '--mount',
    program('dockerd'),
    ...tls,
    '--host',
    `tcp://${place.address}:${place.port}`,
    '--bridge',
    'none',
    '--iptables=false',
    '--ip6tables=false',
    '--ip-forward=false',
    '--ip-masq=false',
    '--storage-driver',
    'vfs',
    '--data-root',
    `${folder}/data`,
    '--exec-root',
    `${folder}/run`,
    '--pidfile',
    `${folder}/pid`,
  ];
  return spawnServer({ command: program('unshare'), args, place, folder, stopSignal: 'SIGKILL' });
}
