import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';
import { untilReady } from './until-ready.ts';

/** Debian's Tomcat without an application, so that its own error page answers. */
export async function startTomcat(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('tomcat');
  for (const name of ['conf', 'logs', 'temp', 'webapps', 'work']) await mkdir(join(folder, name));
  const connector = `<Connector port="${place.port}" address="${place.address}" protocol="HTTP/1.1"/>`;
  const host = '<Host name="localhost" appBase="webapps"/>';
  await writeFile(
    join(folder, 'conf/server.xml'),
    `<Server port="-1"><Service name="Catalina">${connector}<Engine name="Catalina" defaultHost="localhost">${host}</Engine></Service></Server>\n`,
  );
  const args = [`CATALINA_BASE=${folder}`, 'CATALINA_HOME=/usr/share/tomcat10', program('catalina.sh'), 'run'];
  const server = await spawnServer({ command: program('env'), args, place, folder });
  await untilReady(server, '/');
  return server;
}

/** Debian's Jetty without an application. */
export async function startJetty(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('jetty');
  const args = [
    '-jar',
    '/usr/share/jetty9/start.jar',
    `jetty.base=${folder}`,
    'jetty.home=/usr/share/jetty9',
    '--module=http',
    `jetty.http.host=${place.address}`,
    `jetty.http.port=${place.port}`,
  ];
  const server = await spawnServer({ command: program('java'), args, place, folder });
  await untilReady(server, '/');
  return server;
}
