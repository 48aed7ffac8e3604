import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';
import { untilReady } from './until-ready.ts';

export interface EtcdOptions extends Placement {
  /** Turns authentication on, with a root user. */
  readonly auth?: boolean;
}

/** Debian's etcd as a cluster of one. */
export async function startEtcd(options: EtcdOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const peers = await findPlace({ address: place.address });
  const folder = await serverFolder('etcd');
  const client = `http://${place.address}:${place.port}`;
  const peer = `http://${peers.address}:${peers.port}`;
  const server = await spawnServer({
    command: program('etcd'),
    args: [
      '--name',
      'lab',
      '--data-dir',
      `${folder}/data`,
      '--initial-cluster',
      `lab=${peer}`,
      '--listen-client-urls',
      client,
      '--advertise-client-urls',
      client,
      '--listen-peer-urls',
      peer,
      '--initial-advertise-peer-urls',
      peer,
    ],
    place,
    folder,
  });
  await untilReady(server, '/health');
  if (options.auth === true) {
    const tell = async (path: string, body: object): Promise<unknown> =>
      (await fetch(`${client}/v3/auth/${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
    await tell('user/add', { name: 'root', password: 'lab' });
    await tell('role/add', { name: 'root' });
    await tell('user/grant', { user: 'root', role: 'root' });
    await tell('enable', {});
  }
  return server;
}
