import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface SerfOptions extends Placement {
  /** What clients must know (`rpc_auth`). */
  readonly key?: string;
}

/** Debian's Serf as a cluster of one. */
export async function startSerf(options: SerfOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const gossip = await findPlace({});
  const folder = await serverFolder('serf');
  const args = [
    'agent',
    '-node=lab',
    `-bind=${gossip.address}:${gossip.port}`,
    `-rpc-addr=${place.address}:${place.port}`,
  ];
  if (options.key !== undefined) {
    const config = join(folder, 'serf.json');
    await writeFile(config, JSON.stringify({ rpc_auth: options.key }));
    args.push(`-config-file=${config}`);
  }
  return spawnServer({ command: program('serf'), args, place, folder });
}
