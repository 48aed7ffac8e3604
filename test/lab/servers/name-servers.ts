import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface NamedOptions extends Placement {
  readonly recursion: boolean;
}

/** Debian's BIND without zones. What it would have to look up goes to a closed port of this machine. */
export async function startNamed(options: NamedOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('named');
  const lines = [`directory "${folder}";`, 'pid-file none;', 'session-keyfile none;', 'listen-on-v6 { none; };'];
  lines.push(`listen-on port ${place.port} { ${place.address}; };`, `recursion ${options.recursion ? 'yes' : 'no'};`);
  lines.push('forward only;', 'forwarders { 127.0.0.1 port 1; };', 'dnssec-validation no;', 'allow-query { any; };');
  const config = join(folder, 'named.conf');
  await writeFile(config, `controls { };\noptions {\n${lines.join('\n')}\n};\n`);
  return spawnServer({ command: program('named'), args: ['-g', '-n', '1', '-c', config], place, folder });
}

/** Debian's dnsmasq, which knows no other name server. */
export async function startDnsmasq(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('dnsmasq');
  const args = ['--keep-in-foreground', '--conf-file=/dev/null', `--port=${place.port}`, '--no-resolv', '--no-hosts'];
  args.push(`--listen-address=${place.address}`, '--bind-interfaces', '--user=root', `--pid-file=${folder}/pid`);
  return spawnServer({ command: program('dnsmasq'), args, place, folder });
}

/** Debian's Unbound, which keeps its version for itself. */
export async function startUnbound(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('unbound');
  const lines = ['server:', `interface: ${place.address}@${place.port}`, 'username: ""', 'chroot: ""', 'pidfile: ""'];
  lines.push('use-syslog: no', 'do-daemonize: no', 'num-threads: 1', 'hide-version: yes', 'do-not-query-localhost: no');
  lines.push('access-control: 127.0.0.0/8 allow', 'module-config: "iterator"');
  // What a resolver that has been running for a while knows.
  lines.push('local-data: ". 3600 IN NS a.root-servers.net."', 'remote-control:', 'control-enable: no');
  lines.push('forward-zone:', 'name: "."', 'forward-addr: 127.0.0.1@1');
  const config = join(folder, 'unbound.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('unbound'), args: ['-d', '-c', config], place, folder });
}
