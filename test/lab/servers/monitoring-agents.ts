import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

/** Agents answer to hosts on a list only. */
export interface AgentOptions extends Placement {
  readonly allowed: boolean;
}

const allowedHost = ({ allowed }: AgentOptions): string => (allowed ? '127.0.0.1' : '192.0.2.1');

/** The agent takes no higher port, and those below the kernel's own range are seldom taken. */
async function portBelow(limit: number): Promise<number> {
  const { port } = await findPlace({});
  return port < limit ? port : 20_000 + (port % (limit - 20_000));
}

/** Debian's Zabbix agent. */
export async function startZabbixAgent(options: AgentOptions): Promise<Server> {
  const place = await findPlace({ ...options, port: options.port ?? (await portBelow(32_768)) });
  const folder = await serverFolder('zabbix');
  const lines = [`Server=${allowedHost(options)}`, `ListenIP=${place.address}`, `ListenPort=${place.port}`];
  lines.push('LogType=console', 'AllowRoot=1', 'Hostname=lab.example', 'StartAgents=2', `PidFile=${folder}/pid`);
  const config = join(folder, 'zabbix_agentd.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('zabbix_agentd'), args: ['-f', '-c', config], place, folder });
}

/** Debian's NRPE, without TLS. */
export async function startNrpe(options: AgentOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('nrpe');
  const lines = [
    `server_address=${place.address}`,
    `server_port=${place.port}`,
    'nrpe_user=nobody',
    'nrpe_group=nogroup',
  ];
  lines.push(`allowed_hosts=${allowedHost(options)}`, `pid_file=${folder}/pid`, 'dont_blame_nrpe=0');
  const config = join(folder, 'nrpe.cfg');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('nrpe'), args: ['-c', config, '-f', '-n'], place, folder });
}

/** Debian's munin-node without plugins. */
export async function startMuninNode(options: AgentOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('munin');
  const lines = [`host ${place.address}`, `port ${place.port}`, 'host_name lab.example', 'background 0', 'setsid 0'];
  lines.push('user root', 'group root', `pid_file ${folder}/pid`, `log_file ${folder}/log`);
  lines.push(`allow ^${allowedHost(options).replaceAll('.', '\\.')}$`);
  const config = join(folder, 'munin-node.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('munin-node'), args: ['--config', config], place, folder });
}

/** Debian's upsd with a dummy of a power supply that nobody drives. */
export async function startUpsd(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('nut');
  await writeFile(join(folder, 'ups.conf'), '[rack]\ndriver = dummy-ups\nport = rack.dev\ndesc = "lab"\n');
  await writeFile(join(folder, 'nut.conf'), 'MODE=netserver\n');
  await writeFile(join(folder, 'upsd.users'), '', { mode: 0o640 });
  const lines = [`LISTEN ${place.address} ${place.port}`, `STATEPATH ${folder}`];
  await writeFile(join(folder, 'upsd.conf'), `${lines.join('\n')}\n`, { mode: 0o640 });
  await runProgram(program('chown'), ['-R', 'nut:nut', folder]);
  const args = [`NUT_CONFPATH=${folder}`, `NUT_STATEPATH=${folder}`, `NUT_ALTPIDPATH=${folder}`];
  return spawnServer({ command: program('env'), args: [...args, '/lib/nut/upsd', '-D'], place, folder });
}

/** Debian's gmond, which tells its own state to whoever connects. */
export async function startGmond(options: AgentOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('gmond');
  const acl = options.allowed ? '' : 'acl { default = "deny" access { ip = 192.0.2.1 mask = 32 action = "allow" } }';
  const lines = [
    'globals { daemonize = no setuid = no user = nobody debug_level = 0 mute = yes deaf = no host_dmax = 0 }',
  ];
  lines.push('cluster { name = "lab" owner = "lab" }', `udp_recv_channel { bind = 127.0.0.1 port = ${place.port} }`);
  lines.push(`tcp_accept_channel { bind = ${place.address} port = ${place.port} ${acl} }`);
  const config = join(folder, 'gmond.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('gmond'), args: ['-f', '-c', config], place, folder });
}

/** Debian's Zabbix proxy, which speaks as the server does and is content with a file for a database. */
export async function startZabbixProxy(options: AgentOptions): Promise<Server> {
  const place = await findPlace({ ...options, port: options.port ?? (await portBelow(32_768)) });
  // In memory: on a disk its database takes longer to be made than a server may take to start.
  const folder = await serverFolder('zabbix-proxy', '/dev/shm');
  const lines = ['ProxyMode=1', 'Server=127.0.0.1', 'Hostname=lab.example', `DBName=${join(folder, 'database')}`];
  lines.push(`ListenIP=${place.address}`, `ListenPort=${place.port}`, 'LogType=console', 'AllowRoot=1');
  lines.push('FpingLocation=/bin/true', `PidFile=${folder}/pid`, `SocketDir=${folder}`);
  if (options.allowed) lines.push('StatsAllowedIP=127.0.0.1');
  const config = join(folder, 'zabbix_proxy.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('zabbix_proxy'), args: ['-f', '-c', config], place, folder });
}
