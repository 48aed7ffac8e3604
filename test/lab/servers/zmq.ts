import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface ZmqOptions extends Placement {
  /** Wants to know the keys of its clients. */
  readonly curve?: boolean;
}

/** A ROUTER socket of libzmq, in Debian's Python. */
export async function startZmq(options: ZmqOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('zmq');
  const script = join(folder, 'router.py');
  const lines = ['import time, zmq', 'socket = zmq.Context().socket(zmq.ROUTER)'];
  if (options.curve === true) {
    lines.push('socket.curve_publickey, socket.curve_secretkey = zmq.curve_keypair()', 'socket.curve_server = True');
  }
  lines.push(`socket.bind("tcp://${place.address}:${place.port}")`, 'time.sleep(600)');
  await writeFile(script, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('python3'), args: [script], place, folder });
}
