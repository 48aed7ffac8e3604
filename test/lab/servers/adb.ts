import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's adb as a server that looks for no device on any network; it listens on 127.0.0.1. */
export async function startAdbServer(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('adb');
  const args = [`HOME=${folder}`, 'ADB_MDNS=0', 'ADB_LOCAL_TRANSPORT_MAX_PORT=5553'];
  args.push(program('adb'), '-P', String(place.port), 'nodaemon', 'server');
  return spawnServer({ command: program('env'), args, place, folder });
}
