import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';
import { untilReady } from './until-ready.ts';

export interface PrometheusOptions extends Placement {
  readonly basicAuth?: boolean;
}

/** A bcrypt hash of a password that nobody needs. */
const HASH = '$2y$04$abcdefghijklmnopqrstuuMbZlDa8ZHyFrCnMEQ8nhxYQmC5vGvRe';

/** Debian's Prometheus, which observes nothing. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('prometheus');
  await writeFile(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  await writeFile(
    join(folder, 'web.yml'),
    options.basicAuth === true ? `basic_auth_users: { lab: '${HASH}' }\n` : '{}\n',
  );
  const server = await spawnServer({
    command: program('prometheus'),
    args: [
      `--config.file=${folder}/prometheus.yml`,
      `--web.config.file=${folder}/web.yml`,
      `--web.listen-address=${place.address}:${place.port}`,
      `--storage.tsdb.path=${folder}/data`,
    ],
    place,
    folder,
  });
  await untilReady(server, '/-/ready');
  return server;
}
