import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface TarantoolOptions extends Placement {
  /** Lua that is run once the database stands, such as grants. */
  readonly setup?: string;
  /** Listens as an administrator's console instead of as a database. */
  readonly console?: boolean;
}

/** Debian's Tarantool without any space of its own. */
export async function startTarantool(options: TarantoolOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('tarantool');
  const script = join(folder, 'lab.lua');
  const prepare = async (): Promise<void> => {
    const uri = `'${place.address}:${place.port}'`;
    const lines = ["box.cfg{log = 'lab.log', memtx_memory = 33554432, wal_mode = 'none'}", options.setup ?? ''];
    lines.push(options.console === true ? `require('console').listen(${uri})` : `box.cfg{listen = ${uri}}`);
    await writeFile(script, `${lines.join('\n')}\n`);
  };
  return spawnServer({ command: program('tarantool'), args: [script], place, folder, prepare });
}
