import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

const SMALL = ['-Xmx64m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.rmi.server.hostname=127.0.0.1'];
const SLEEPER = 'class Sleeper { public static void main(String[] a) throws Exception { Thread.sleep(600_000); } }\n';

/** A Java program that sleeps, and lets itself be debugged meanwhile. */
export async function startJdwp(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('jdwp');
  const script = join(folder, 'Sleeper.java');
  await writeFile(script, SLEEPER);
  const agent = `-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=${place.address}:${place.port}`;
  return spawnServer({ command: program('java'), args: [...SMALL, agent, script], place, folder });
}

/** OpenJDK's RMI registry with nothing bound. */
export async function startRmiRegistry(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('rmiregistry');
  const args = [...SMALL.map((option) => `-J${option}`), String(place.port)];
  return spawnServer({ command: program('rmiregistry'), args, place, folder });
}

export interface JmxOptions extends Placement {
  readonly password?: string;
}

/** A Java program that is managed from afar (`com.sun.management.jmxremote.port`). */
export async function startJmx(options: JmxOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('jmx');
  const script = join(folder, 'Sleeper.java');
  await writeFile(script, SLEEPER);
  const jmx = 'com.sun.management.jmxremote';
  const args = [...SMALL, `-D${jmx}.port=${place.port}`, `-D${jmx}.host=${place.address}`, `-D${jmx}.ssl=false`];
  args.push(`-D${jmx}.authenticate=${options.password !== undefined}`);
  if (options.password !== undefined) {
    const file = join(folder, 'password');
    await writeFile(file, `somebody ${options.password}\n`, { mode: 0o600 });
    args.push(`-D${jmx}.password.file=${file}`);
  }
  return spawnServer({ command: program('java'), args: [...args, script], place, folder });
}
