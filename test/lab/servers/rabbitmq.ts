import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEpmd } from './epmd.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Place, Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';
import { untilAnswered } from './until-answered.ts';

/** On two busy cores its virtual machine has taken twenty seconds. */
const READY_MS = 40_000;

/** Debian's RabbitMQ without plugins. */
export async function startRabbitmq(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const broker = await startBroker(place, `listeners.tcp.1 = ${place.address}:${place.port}`, '');
  // A broker that is still booting takes connections and says nothing.
  await untilAnswered(place, 'AMQP\0\0\x09\x01', /RabbitMQ/);
  return broker;
}

/** The same with its management plugin, which is what answers at the place. */
export async function startRabbitmqManagement(options: Placement = {}): Promise<Server> {
  const [place, amqp] = [await findPlace(options), await findPlace({})];
  const management = `management.tcp.ip = ${place.address}\nmanagement.tcp.port = ${place.port}`;
  return startBroker(place, `listeners.tcp.1 = ${amqp.address}:${amqp.port}\n${management}`, 'rabbitmq_management');
}

/** With an epmd of its own. */
async function startBroker(place: Place, listeners: string, plugin: string): Promise<Server> {
  const distribution = await findPlace({});
  const epmd = await startEpmd();
  const folder = await serverFolder('rabbitmq');
  const lines = [listeners, 'log.console = true', 'log.file = false', 'cluster_name = lab'];
  await writeFile(join(folder, 'rabbitmq.conf'), `${lines.join('\n')}\n`);
  await writeFile(join(folder, 'plugins'), `[${plugin}].\n`);
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
    // Its orderly end takes many seconds.
    const server = await spawnServer({
      command: program('env'),
      args: [...args, script],
      place,
      folder,
      stopSignal: 'SIGKILL',
      readyMs: READY_MS,
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
