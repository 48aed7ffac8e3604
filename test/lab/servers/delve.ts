import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';
import { untilAnswered } from './until-answered.ts';

/** Debian's Delve in front of a small program; several clients may come. Any program with debug information will do, and C compiles quickly. */
export async function startDelve(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('delve');
  const [source, small] = [join(folder, 'small.c'), join(folder, 'small')];
  const prepare = async (): Promise<void> => {
    await writeFile(source, 'int main(void) { return 0; }\n');
    await runProgram(program('gcc'), ['-g', '-o', small, source]);
  };
  const args = ['exec', '--headless', '--api-version=2', '--accept-multiclient', '--check-go-version=false'];
  args.push(`--listen=${place.address}:${place.port}`, small);
  const server = await spawnServer({ command: program('dlv'), args, place, folder, prepare });
  // It listens before the program is there.
  await untilAnswered(place, '{"method":"RPCServer.GetVersion","params":[{}],"id":1}\n', /DelveVersion/);
  return server;
}
