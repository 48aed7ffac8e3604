import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's beanstalkd. */
export async function startBeanstalkd(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('beanstalkd');
  const args = ['-l', place.address, '-p', String(place.port), '-u', 'nobody'];
  return spawnServer({ command: program('beanstalkd'), args, place, folder });
}
