import { mkdir } from 'node:fs/promises';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface TomcatOptions extends Placement {
  /** What the web server in front must know (`secret`). */
  readonly secret?: string;
}

/** Debian's Tomcat 10 with an AJP connector and no application. */
export async function startTomcatAjp(options: TomcatOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('tomcat');
  for (const part of ['conf', 'logs', 'temp', 'webapps', 'work']) await mkdir(join(folder, part));
  const secret = options.secret === undefined ? 'secretRequired="false"' : `secret="${options.secret}"`;
  const server = `<Server port="-1"><Service name="Catalina"><Connector protocol="AJP/1.3" address="${place.address}"
    port="${place.port}" ${secret}/><Engine name="Catalina" defaultHost="localhost"><Host name="localhost"/></Engine></Service></Server>`;
  await writeFile(join(folder, 'conf/server.xml'), server);
  const home = '/usr/share/tomcat10';
  const args = ['-Xmx64m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Dcatalina.home=${home}`];
  args.push(`-Dcatalina.base=${folder}`, '-cp', `${home}/bin/bootstrap.jar:${home}/bin/tomcat-juli.jar`);
  return spawnServer({
    command: program('java'),
    args: [...args, 'org.apache.catalina.startup.Bootstrap', 'start'],
    place,
    folder,
  });
}
