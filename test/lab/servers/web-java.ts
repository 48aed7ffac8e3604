import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

/** The AdminServer of Debian's ZooKeeper. */
export async function startZookeeperAdmin(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('zookeeper-admin');
  const config = join(folder, 'zoo.cfg');
  const client = (await findPlace({})).port;
  const lines = ['tickTime=2000', `dataDir=${folder}/data`, `clientPort=${client}`, 'clientPortAddress=127.0.0.1'];
  lines.push(`admin.serverPort=${place.port}`, `admin.serverAddress=${place.address}`);
  await writeFile(config, `${lines.join('\n')}\n`);
  const needed =
    /^(?:zookeeper|slf4j-(?:api|simple)|netty|commons-(?:cli|io)|jetty9-|jackson-|snappy-java|metrics-core|servlet-api)/;
  const jars = (await readdir('/usr/share/java'))
    .filter((name) => needed.test(name))
    .map((name) => `/usr/share/java/${name}`);
  const small = ['-Xmx96m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', jars.join(':')];
  const args = [...small, 'org.apache.zookeeper.server.quorum.QuorumPeerMain', config];
  const server = await spawnServer({ command: program('java'), args, place, folder });
  // The page is there before what it tells of.
  for (let tries = 0; tries < 100; tries += 1) {
    const reply = await fetch(`http://${place.address}:${place.port}/commands/stats`);
    if ((await reply.text()).includes('"version"')) break;
    await sleep(100);
  }
  return server;
}

export interface TomcatManagerOptions extends Placement {
  /** The addresses that may see the manager, as an expression. */
  readonly allowed: string;
}

/** Debian's Tomcat with its manager. */
export async function startTomcatManager(options: TomcatManagerOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('tomcat');
  for (const name of ['conf/Catalina/localhost', 'logs', 'temp', 'webapps/ROOT', 'work'])
    await mkdir(join(folder, name), { recursive: true });
  await runProgram('/bin/cp', ['/etc/tomcat10/web.xml', join(folder, 'conf')]);
  await writeFile(
    join(folder, 'conf/catalina.properties'),
    'common.loader=${catalina.home}/lib/*.jar\ntomcat.util.scan.StandardJarScanFilter.jarsToSkip=*\n',
  );
  await writeFile(join(folder, 'conf/tomcat-users.xml'), '<tomcat-users/>\n');
  await writeFile(
    join(folder, 'webapps/ROOT/index.html'),
    '<!DOCTYPE html><html><head><title>Apache Tomcat</title></head><body>It works !</body></html>\n',
  );
  await writeFile(
    join(folder, 'conf/server.xml'),
    `<Server port="-1"><GlobalNamingResources><Resource name="users" auth="Container" type="org.apache.catalina.UserDatabase"
       factory="org.apache.catalina.users.MemoryUserDatabaseFactory" pathname="conf/tomcat-users.xml"/></GlobalNamingResources>
     <Service name="Catalina"><Connector address="${place.address}" port="${place.port}"/>
     <Engine name="Catalina" defaultHost="localhost"><Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="users"/>
     <Host name="localhost" appBase="webapps"/></Engine></Service></Server>\n`,
  );
  await writeFile(
    join(folder, 'conf/Catalina/localhost/manager.xml'),
    `<Context docBase="/usr/share/tomcat10-admin/manager" privileged="true">
     <Valve className="org.apache.catalina.valves.RemoteAddrValve" allow="${options.allowed}"/></Context>\n`,
  );
  const command = program('env');
  const args = [
    `CATALINA_BASE=${folder}`,
    'CATALINA_HOME=/usr/share/tomcat10',
    'CATALINA_OPTS=-Xmx96m -XX:TieredStopAtLevel=1',
  ];
  const server = await spawnServer({ command, args: [...args, program('catalina.sh'), 'run'], place, folder });
  // It listens before it has unpacked what it serves.
  await fetch(`http://${place.address}:${place.port}/manager/html`);
  return server;
}
