import { startEpmd } from './epmd.ts';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

/** An Erlang node `lab@127.0.0.1`, with an epmd of its own. */
export async function startErlang(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const epmd = await startEpmd();
  const folder = await serverFolder('erlang');
  const args = [`HOME=${folder}`, `ERL_EPMD_PORT=${epmd.port}`, program('erl'), '-noinput', '-name', 'lab@127.0.0.1'];
  args.push('-kernel', 'inet_dist_listen_min', String(place.port), 'inet_dist_listen_max', String(place.port));
  args.push('inet_dist_use_interface', '{127,0,0,1}');
  try {
    // Its orderly end takes seconds.
    const node = await spawnServer({ command: program('env'), args, place, folder, stopSignal: 'SIGKILL' });
    const stop = async (): Promise<void> => {
      await node[Symbol.asyncDispose]();
      await epmd[Symbol.asyncDispose]();
    };
    return { ...node, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await epmd[Symbol.asyncDispose]();
    throw error;
  }
}
