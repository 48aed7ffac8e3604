import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's debugpy in front of a program that waits for its debugger. */
export async function startDebugpy(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('debugpy');
  const script = join(folder, 'sleep.py');
  await writeFile(script, 'import time\ntime.sleep(600)\n');
  const args = ['-m', 'debugpy', '--listen', `${place.address}:${place.port}`, '--wait-for-client', script];
  return spawnServer({ command: '/usr/bin/python3', args, place, folder });
}
