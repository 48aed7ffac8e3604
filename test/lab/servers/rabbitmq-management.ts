import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import { RABBITMQ_READY_MS } from './rabbitmq.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's RabbitMQ with its management plugin and an epmd of its own. */
export async function startRabbitmqManagement(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const [amqp, distribution, names] = [await findPlace({}), await findPlace({}), await findPlace({})];
  const epmd = await spawnServer({
    command: program('epmd'),
    args: ['-port', String(names.port), '-address', names.address],
    place: names,
    folder: await serverFolder('epmd'),
  });
  const folder = await serverFolder('rabbitmq-management');
  const lines = [`listeners.tcp.1 = 127.0.0.1:${amqp.port}`, 'log.console = true', 'log.file = false'];
  lines.push(`management.tcp.ip = ${place.address}`, `management.tcp.port = ${place.port}`, 'cluster_name = lab');
  await writeFile(join(folder, 'rabbitmq.conf'), `${lines.join('\n')}\n`);
  await writeFile(join(folder, 'plugins'), '[rabbitmq_management].\n');
  const environment = {
    HOME: folder,
    ERL_EPMD_PORT: String(names.port),
    RABBITMQ_NODENAME: 'lab@localhost',
    RABBITMQ_DIST_PORT: String(distribution.port),
    RABBITMQ_MNESIA_BASE: folder,
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}',
  };
  const args = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  args.push('/usr/lib/rabbitmq/bin/rabbitmq-server');
  try {
    // Its orderly end takes many seconds.
    const server = await spawnServer({
      command: program('env'),
      args,
      place,
      folder,
      stopSignal: 'SIGKILL',
      readyMs: RABBITMQ_READY_MS,
    });
    const stop = async (): Promise<void> => {
      await server[Symbol.asyncDispose]();
      await epmd[Symbol.asyncDispose]();
    };
    return { ...server, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await epmd[Symbol.asyncDispose]();
    throw error;
  }
}
