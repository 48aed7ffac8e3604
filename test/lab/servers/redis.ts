import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface RedisOptions extends Placement {
  readonly password?: string;
  /** Refuses other hosts while no password is set; loopback never counts as another host. */
  readonly protectedMode?: boolean;
}

/** Debian's redis-server without persistence. */
export async function startRedis(options: RedisOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('redis');
  const args = ['--port', String(place.port), '--bind', place.address, '--dir', folder, '--save', ''];
  args.push('--protected-mode', options.protectedMode === true ? 'yes' : 'no');
  if (options.password !== undefined) args.push('--requirepass', options.password);
  return spawnServer({ command: program('redis-server'), args, place, folder });
}
