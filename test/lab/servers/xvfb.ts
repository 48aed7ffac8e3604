import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Who may draw: everybody, or those with the cookie. */
export type XvfbAccess = 'everybody' | 'cookie';

const FIRST_PORT = 6000;

/** Debian's virtual X server; its display is the port's distance from 6000. */
export async function startXvfb(options: Placement & { readonly access: XvfbAccess }): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('xvfb');
  const args = [`:${place.port - FIRST_PORT}`, '-listen', 'tcp', '-nolisten', 'unix', '-screen', '0', '64x64x8'];
  const cookies = join(folder, 'cookies');
  // One entry for whatever host (family 65535): no address, no display, the name and sixteen bytes.
  const name = Buffer.from('MIT-MAGIC-COOKIE-1');
  const entry = [Buffer.from('ffff000000000012', 'hex'), name, Buffer.from('0010', 'hex'), randomBytes(16)];
  if (options.access === 'everybody') args.push('-ac');
  if (options.access === 'cookie') args.push('-auth', cookies);
  const prepare = (): Promise<void> => writeFile(cookies, Buffer.concat(entry));
  return spawnServer({ command: program('Xvfb'), args, place, folder, prepare });
}
