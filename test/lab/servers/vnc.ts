import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface VncOptions extends Placement {
  /** TigerVNC's names, such as `None`, `VncAuth`, `TLSVnc`, `TLSNone`. */
  readonly securityTypes: string;
}

/** Debian's TigerVNC with a small screen. */
export async function startVnc(options: VncOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('vnc');
  // Eight bytes are an obfuscated password; which one does not matter, because nobody logs in.
  const password = join(folder, 'password');
  await writeFile(password, randomBytes(8), { mode: 0o600 });
  const args = [`:${place.port}`, '-rfbport', String(place.port), '-interface', place.address, '-geometry', '64x64'];
  args.push('-SecurityTypes', options.securityTypes, '-PasswordFile', password, '-nolisten', 'tcp', '-localhost=0');
  return spawnServer({ command: program('Xtigervnc'), args, place, folder });
}
