import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's Alertmanager, alone. */
export async function startAlertmanager(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('alertmanager');
  const config = join(folder, 'alertmanager.yml');
  await writeFile(config, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
  const listen = `--web.listen-address=${place.address}:${place.port}`;
  const args = [listen, '--cluster.listen-address=', `--config.file=${config}`, `--storage.path=${folder}/data`];
  return spawnServer({ command: program('prometheus-alertmanager'), args, place, folder });
}

/** Debian's Pushgateway with nothing in it. */
export async function startPushgateway(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const args = [`--web.listen-address=${place.address}:${place.port}`];
  return spawnServer({ command: program('prometheus-pushgateway'), args, place, folder: await serverFolder('push') });
}

/** Debian's node_exporter, which tells the time of day and nothing else. */
export async function startNodeExporter(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const listen = `--web.listen-address=${place.address}:${place.port}`;
  const args = [listen, '--collector.disable-defaults', '--collector.time'];
  return spawnServer({
    command: program('prometheus-node-exporter'),
    args,
    place,
    folder: await serverFolder('exporter'),
  });
}
