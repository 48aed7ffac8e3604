import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export const H2_JAR = '/usr/share/java/h2.jar';

/** Debian's H2 Database as a TCP server, without any database. */
export async function startH2(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('h2');
  const args = ['-Xmx64m', '-cp', H2_JAR, 'org.h2.tools.Server', '-tcp', '-tcpPort', String(place.port)];
  return spawnServer({ command: program('java'), args: [...args, '-baseDir', folder], place, folder });
}
