import { createCertificate } from './create-certificate.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's OpenVPN over TCP, without a network device. */
export async function startOpenvpn(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('openvpn');
  const { certificate, key } = await createCertificate(folder);
  const args = ['--mode', 'server', '--proto', 'tcp-server', '--local', place.address, '--port', String(place.port)];
  args.push('--dev', 'null', '--dev-type', 'tun', '--tls-server', '--dh', 'none');
  args.push('--ca', certificate, '--cert', certificate, '--key', key);
  return spawnServer({ command: program('openvpn'), args, place, folder });
}
