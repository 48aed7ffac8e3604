import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

const JARS = ['derbynet', 'derby'].map((name) => `/usr/share/java/${name}.jar`).join(':');

/** Debian's Apache Derby as a network server, without any database. */
export async function startDerby(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('derby');
  const args = ['-Xmx64m', `-Dderby.system.home=${folder}`, '-cp', JARS, 'org.apache.derby.drda.NetworkServerControl'];
  args.push('start', '-h', place.address, '-p', String(place.port), '-noSecurityManager');
  return spawnServer({ command: program('java'), args, place, folder });
}
