import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface InetdOptions extends Placement {
  /** One of the services that it answers itself, or user, program and arguments as in inetd.conf. */
  readonly runs: 'chargen' | 'daytime' | 'echo' | readonly [user: string, program: string, ...args: string[]];
}

/** Debian's inetutils-inetd with one service. */
export async function startInetd(options: InetdOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('inetd');
  const { runs } = options;
  const [config, services] = [join(folder, 'inetd.conf'), join(folder, 'services')];
  const [port, runner] = typeof runs === 'string' ? [runs, 'root internal'] : [place.port, runs.join(' ')];
  await writeFile(config, `${place.address}:${port} stream tcp4 nowait ${runner}\n`);
  const args = [program('inetutils-inetd'), '--debug', `--pidfile=${join(folder, 'pid')}`, config];
  if (typeof runs !== 'string') return spawnServer({ command: program('env'), args, place, folder });
  // It knows its own services by name only, so that it gets a list of names of its own.
  await writeFile(services, `${runs} ${place.port}/tcp\n`);
  const script = `mount --bind ${services} /etc/services && exec "$@"`;
  const apart = ['--mount', program('sh'), '-c', script, 'sh', ...args];
  return spawnServer({ command: program('unshare'), args: apart, place, folder });
}

/** Debian's fingerd under inetutils-inetd. */
export async function startFingerd(options: Placement = {}): Promise<Server> {
  return startInetd({ ...options, runs: ['nobody', program('in.fingerd'), 'in.fingerd'] });
}
