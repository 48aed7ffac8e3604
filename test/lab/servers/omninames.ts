import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's omniORB naming service. */
export async function startOmniNames(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('omninames');
  const args = ['-start', String(place.port), '-logdir', folder];
  args.push('-ORBendPoint', `giop:tcp:${place.address}:${place.port}`);
  return spawnServer({ command: program('omniNames'), args, place, folder });
}
