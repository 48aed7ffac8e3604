import { once } from 'node:events';
import { connect } from 'node:net';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** Erlang's port mapper, with nobody registered. */
export async function startEpmd(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('epmd');
  const args = ['-address', place.address, '-port', String(place.port), '-relaxed_command_check'];
  return spawnServer({ command: program('epmd'), args, place, folder });
}

/** The same with a node `lab` at port 1, which stays registered while its connection stands (ALIVE2_REQ of the Erlang distribution protocol). */
export async function startEpmdWithNode(options: Placement = {}): Promise<Server> {
  const server = await startEpmd(options);
  const node = connect({ host: server.address, port: server.port });
  node.write(Buffer.from(`00107800014d00000600050003${Buffer.from('lab').toString('hex')}0000`, 'hex'));
  await once(node, 'data');
  const stop = async (): Promise<void> => {
    node.destroy();
    await server[Symbol.asyncDispose]();
  };
  return { ...server, [Symbol.asyncDispose]: stop };
}
