import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

/** Debian's oidentd. */
export async function startOidentd(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('oidentd');
  const args = ['--foreground', '--nosyslog', '--address', place.address, '--port', String(place.port)];
  return spawnServer({ command: program('oidentd'), args, place, folder });
}

/** Debian's Bacula file daemon, which no director knows. */
export async function startBaculaFd(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('bacula');
  const director = 'Director { Name = lab-dir; Password = "not-a-real-password"; }';
  const daemon = `FileDaemon { Name = lab-fd; FDAddress = ${place.address}; FDPort = ${place.port};
    WorkingDirectory = "${folder}"; Pid Directory = "${folder}"; Plugin Directory = "${folder}"; }`;
  const messages = 'Messages { Name = Standard; director = lab-dir = all; }';
  const config = join(folder, 'bacula-fd.conf');
  await writeFile(config, `${director}\n${daemon}\n${messages}\n`);
  return spawnServer({ command: program('bacula-fd'), args: ['-f', '-c', config], place, folder });
}

export interface MpdOptions extends Placement {
  readonly password?: string;
}

/** Debian's music player daemon without music. */
export async function startMpd(options: MpdOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('mpd');
  const lines = [
    `bind_to_address "${place.address}"`,
    `port "${place.port}"`,
    'audio_output {\ntype "null"\nname "none"\n}',
  ];
  lines.push('zeroconf_enabled "no"', `pid_file "${folder}/pid"`);
  if (options.password !== undefined)
    lines.push(`password "${options.password}@read,add,control,admin"`, 'default_permissions ""');
  const config = join(folder, 'mpd.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('mpd'), args: ['--no-daemon', '--stderr', config], place, folder });
}

/** Debian's gpsd without a receiver. It listens on loopback only. */
export async function startGpsd(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('gpsd');
  await runProgram(program('chown'), ['gpsd', folder]);
  const args = ['-N', '-n', '-S', String(place.port), '-F', join(folder, 'control')];
  return spawnServer({ command: program('gpsd'), args, place, folder });
}
