import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';
import { untilReady } from './until-ready.ts';

export interface InfluxdbOptions extends Placement {
  /** `no-admin`: authentication is on and nobody has made an administrator yet. */
  readonly auth?: 'no-admin' | 'admin';
}

/** Debian's InfluxDB 1. */
export async function startInfluxdb(options: InfluxdbOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('influxdb');
  const config = join(folder, 'influxdb.conf');
  const lines = [
    'reporting-disabled = true',
    'bind-address = "127.0.0.1:0"',
    `[meta]\ndir = "${folder}/meta"`,
    `[data]\ndir = "${folder}/data"\nwal-dir = "${folder}/wal"`,
    `[http]\nbind-address = "${place.address}:${place.port}"\nauth-enabled = ${options.auth !== undefined}`,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  const server = await spawnServer({ command: program('influxd'), args: ['-config', config], place, folder });
  await untilReady(server, '/ping');
  if (options.auth === 'admin') {
    const query = encodeURIComponent(`CREATE USER lab WITH PASSWORD 'lab' WITH ALL PRIVILEGES`);
    await fetch(`http://${place.address}:${place.port}/query?q=${query}`, { method: 'POST' });
  }
  return server;
}
