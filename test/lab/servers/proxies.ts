import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

export interface DanteOptions extends Placement {
  readonly method: 'none' | 'username';
}

/** Debian's dante-server, a SOCKS proxy. */
export async function startDante(options: DanteOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('dante');
  const lines = ['logoutput: stderr', `internal: ${place.address} port = ${place.port}`, 'external: lo'];
  lines.push(
    `socksmethod: ${options.method}`,
    'clientmethod: none',
    'user.privileged: root',
    'user.unprivileged: nobody',
  );
  lines.push('client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }', 'socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }');
  const config = join(folder, 'danted.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('danted'), args: ['-f', config], place, folder });
}

/** Whom a proxy serves. */
export interface ProxyOptions extends Placement {
  readonly serves: 'everybody' | 'users' | 'nobody';
}

/** Debian's Squid without a cache. */
export async function startSquid(options: ProxyOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('squid');
  const lines = [`http_port ${place.address}:${place.port}`, `pid_filename ${join(folder, 'pid')}`, 'cache deny all'];
  lines.push(`cache_log ${join(folder, 'cache.log')}`, 'access_log none', 'pinger_enable off', 'shutdown_lifetime 0');
  lines.push(`coredump_dir ${folder}`, 'visible_hostname proxy.lab.example', 'dns_nameservers 127.0.0.1');
  lines.push('max_filedescriptors 1024', `netdb_filename none`);
  if (options.serves === 'users') {
    lines.push('auth_param basic program /usr/lib/squid/basic_fake_auth', 'auth_param basic realm lab');
    lines.push('acl known proxy_auth REQUIRED', 'http_access allow known');
  }
  lines.push(`http_access ${options.serves === 'everybody' ? 'allow' : 'deny'} all`);
  const config = join(folder, 'squid.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  await runProgram(program('chown'), ['proxy', folder]);
  const args = ['-N', '-n', `lab${place.port}`, '-f', config];
  return spawnServer({ command: program('squid'), args, place, folder });
}

/** Debian's tinyproxy. */
export async function startTinyproxy(options: ProxyOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('tinyproxy');
  const lines = [`Port ${place.port}`, `Listen ${place.address}`, 'Timeout 10', 'MaxClients 10'];
  lines.push(`Allow ${options.serves === 'nobody' ? '192.0.2.1' : '127.0.0.0/8'}`);
  if (options.serves === 'users') lines.push('BasicAuth lab not-a-real-password');
  const config = join(folder, 'tinyproxy.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('tinyproxy'), args: ['-d', '-c', config], place, folder });
}

/** Debian's Privoxy without filters. */
export async function startPrivoxy(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('privoxy');
  const config = join(folder, 'config');
  const lines = ['confdir /etc/privoxy', `logdir ${folder}`, `listen-address ${place.address}:${place.port}`];
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('privoxy'), args: ['--no-daemon', config], place, folder });
}

export interface TorOptions extends Placement {
  readonly authentication: 'none' | 'cookie' | 'password';
}

/** Debian's Tor, which may use no network. */
export async function startTor(options: TorOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('tor');
  const config = join(folder, 'torrc');
  await mkdir(join(folder, 'data'), { mode: 0o700 });
  const lines = ['DisableNetwork 1', `DataDirectory ${join(folder, 'data')}`, 'Log notice stdout'];
  lines.push(`ControlPort ${place.address}:${place.port}`, 'SocksPort 0');
  if (options.authentication === 'cookie') lines.push('CookieAuthentication 1');
  if (options.authentication === 'password')
    lines.push('HashedControlPassword 16:872860B76453A77D60CA2BB8C1A7042072093276A3D701AD684053EC4C');
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('tor'), args: ['--defaults-torrc', '/dev/null', '-f', config], place, folder });
}
