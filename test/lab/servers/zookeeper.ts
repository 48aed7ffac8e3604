import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';
import { untilAnswered } from './until-answered.ts';

export interface ZookeeperOptions extends Placement {
  /** Lets no session be used that has not authenticated itself by SASL. */
  readonly requireSasl?: boolean;
}

/** Debian's ZooKeeper as a single server. */
export async function startZookeeper(options: ZookeeperOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('zookeeper');
  const config = join(folder, 'zoo.cfg');
  const lines = ['tickTime=2000', `dataDir=${folder}/data`, `clientPort=${place.port}`];
  lines.push(`clientPortAddress=${place.address}`, 'admin.enableServer=false');
  const args = ['-Xmx96m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', '/usr/share/java/zookeeper.jar'];
  if (options.requireSasl === true) {
    const jaas = join(folder, 'jaas.conf');
    await writeFile(
      jaas,
      `Server { org.apache.zookeeper.server.auth.DigestLoginModule required user_somebody="secret"; };\n`,
    );
    lines.push('authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider');
    args.push('-Dzookeeper.sessionRequireClientSASLAuth=true', `-Djava.security.auth.login.config=${jaas}`);
  }
  await writeFile(config, `${lines.join('\n')}\n`);
  args.push('org.apache.zookeeper.server.quorum.QuorumPeerMain', config);
  const server = await spawnServer({ command: program('java'), args, place, folder });
  await untilAnswered(place, 'srvr', /^Zookeeper version/);
  return server;
}
