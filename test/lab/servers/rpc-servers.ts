import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface RpcOptions extends Placement {
  /** The port mapper itself, the mount daemon of the kernel's NFS server, or NFS-Ganesha. */
  readonly speaks: 'rpcbind' | 'mountd' | 'nfs';
}

const PORTS = { rpcbind: 111, mountd: 20_048, nfs: 2049 };

/** One folder for everybody and one for a network, as `exportfs` writes them. */
const ETAB = '/srv/pub\\t*(ro,sync,sec=sys)\\n/srv/own\\t192.0.2.0/24(ro,sync,sec=sys)\\n';

const GANESHA = `NFS_CORE_PARAM { NFS_Port = 2049; MNT_Port = 20048; Enable_NLM = false; Enable_RQUOTA = false; }
EXPORT { Export_Id = 1; Path = /srv/pub; Pseudo = /pub; Access_Type = RO; FSAL { Name = VFS; } }
`;

/**
 * The servers insist on port 111 and on folders of the system, so that they get a network and some folders of their own; what they say comes out
 * through a Unix socket.
 */
export async function startRpc(options: RpcOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('rpc');
  const relay = join(folder, 'relay');
  const config = join(folder, 'ganesha.conf');
  await writeFile(config, GANESHA);
  const daemon = {
    rpcbind: '',
    mountd: 'rpc.mountd -F -p 20048 &',
    nfs: `ganesha.nfsd -F -L /dev/null -p /run/ganesha.pid -f ${config} &`,
  }[options.speaks];
  const inner = `
    ip link set lo up
    mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /srv && mount -t tmpfs tmpfs /var/lib/nfs
    mkdir -p /run/rpcbind /run/ganesha /srv/pub /srv/own /var/lib/nfs/sm /var/lib/nfs/v4recovery
    touch /var/lib/nfs/rmtab /var/lib/nfs/state /var/lib/nfs/xtab
    printf '${ETAB}' > /var/lib/nfs/etab
    rpcbind -f &
    until ss -Hltn sport = :111 | grep -q .; do sleep 0.1; done
    ${daemon}
    until ss -Hltn sport = :${PORTS[options.speaks]} | grep -q .; do sleep 0.1; done
    exec socat UNIX-LISTEN:${relay},fork TCP:127.0.0.1:${PORTS[options.speaks]}`;
  const script = join(folder, 'inner.sh');
  await writeFile(script, inner);
  const outer = `
    unshare --net --mount --pid --fork --kill-child sh ${script} & inside=$!
    trap 'kill -9 $inside; kill $outside; exit' TERM
    until test -S ${relay}; do sleep 0.1; done
    socat TCP-LISTEN:${place.port},bind=${place.address},fork,reuseaddr UNIX-CONNECT:${relay} & outside=$!
    wait`;
  return spawnServer({ command: program('sh'), args: ['-c', outer], place, folder });
}
