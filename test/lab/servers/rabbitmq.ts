import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEpmd } from './epmd.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** On two busy cores its virtual machine has taken twenty seconds. */
export const RABBITMQ_READY_MS = 40_000;

/** Debian's RabbitMQ without plugins, and with an epmd of its own. */
export async function startRabbitmq(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const distribution = await findPlace({});
  const epmd = await startEpmd();
  const folder = await serverFolder('rabbitmq');
  const lines = [`listeners.tcp.1 = ${place.address}:${place.port}`, 'log.console = true', 'log.file = false'];
  await writeFile(join(folder, 'rabbitmq.conf'), `${lines.join('\n')}\ncluster_name = lab\n`);
  await writeFile(join(folder, 'plugins'), '[].\n');
  const environment = {
    HOME: folder,
    ERL_EPMD_PORT: String(epmd.port),
    RABBITMQ_NODENAME: 'lab@localhost',
    RABBITMQ_DIST_PORT: String(distribution.port),
    RABBITMQ_MNESIA_BASE: folder,
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}',
  };
  const args = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  try {
    const script = '/usr/lib/rabbitmq/bin/rabbitmq-server';
    const server = await spawnServer({
      command: program('env'),
      args: [...args, script],
      place,
      folder,
      readyMs: RABBITMQ_READY_MS,
    });
    return { ...server, [Symbol.asyncDispose]: () => endBoth(server, epmd) };
  } catch (error) {
    await epmd[Symbol.asyncDispose]();
    throw error;
  }
}

async function endBoth(server: Server, epmd: Server): Promise<void> {
  await server[Symbol.asyncDispose]();
  await epmd[Symbol.asyncDispose]();
}
