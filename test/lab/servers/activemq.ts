import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';
import { untilAnswered } from './until-answered.ts';

export interface ActivemqOptions extends Placement {
  readonly speaks: 'openwire' | 'stomp';
  readonly password?: string;
}

const SCHEMES = { openwire: 'tcp', stomp: 'stomp' } as const;

/** Debian's ActiveMQ without persistence. */
export async function startActivemq(options: ActivemqOptions): Promise<Server> {
  const place = await findPlace(options);
  const last = await findPlace({});
  const folder = await serverFolder('activemq');
  const config = join(folder, 'activemq.xml');
  const user = `<plugins><simpleAuthenticationPlugin><users><authenticationUser username="somebody"
    password="${options.password}" groups="users"/></users></simpleAuthenticationPlugin></plugins>`;
  await writeFile(
    config,
    `<beans xmlns="http://www.springframework.org/schema/beans"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
      http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
    <broker xmlns="http://activemq.apache.org/schema/core" brokerName="lab" persistent="false" useJmx="false" dataDirectory="${folder}">
    ${options.password === undefined ? '' : user}<transportConnectors><transportConnector name="lab"
      uri="${SCHEMES[options.speaks]}://${place.address}:${place.port}"/><transportConnector
      name="last" uri="tcp://${last.address}:${last.port}"/></transportConnectors></broker></beans>\n`,
  );
  const args = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Dactivemq.home=/usr/share/activemq`];
  args.push(`-Dactivemq.base=${folder}`, `-Dactivemq.data=${folder}`, '-jar', '/usr/share/activemq/bin/activemq.jar');
  const command = program('java');
  const server = await spawnServer({ command, args: [...args, 'start', `xbean:file:${config}`], place, folder });
  // Once its last connector greets, all others accept.
  await untilAnswered(last, '', /ActiveMQ/);
  return server;
}
