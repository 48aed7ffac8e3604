import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { serverFolder, spawnServer } from './spawn-server.ts';

export interface ConsoleOptions extends Placement {
  readonly password?: string;
}

export interface TransmissionOptions extends ConsoleOptions {
  /** Addresses that may use it; this one where nothing is said. */
  readonly allowed?: string;
}

/** Debian's transmission-daemon, which shares nothing and looks for nobody. */
export async function startTransmission(options: TransmissionOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('transmission');
  const peerPort = (await findPlace({})).port;
  const settings = {
    'bind-address-ipv4': '127.0.0.1',
    'bind-address-ipv6': '::1',
    'dht-enabled': false,
    'lpd-enabled': false,
    'pex-enabled': false,
    'utp-enabled': false,
    'port-forwarding-enabled': false,
    'peer-port': peerPort,
    'rpc-bind-address': place.address,
    'rpc-port': place.port,
    'rpc-whitelist': options.allowed ?? '127.0.0.1',
    'rpc-authentication-required': options.password !== undefined,
    'rpc-username': 'lab',
    'rpc-password': options.password ?? '',
  };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  return spawnServer({ command: program('transmission-daemon'), args: ['-f', '-g', folder], place, folder });
}

/** Debian's Supervisor with no program to watch over. */
export async function startSupervisor(options: ConsoleOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('supervisor');
  const config = join(folder, 'supervisord.conf');
  const login = options.password === undefined ? [] : ['username=lab', `password=${options.password}`];
  const lines = [
    '[inet_http_server]',
    `port=${place.address}:${place.port}`,
    ...login,
    '[supervisord]',
    `logfile=${folder}/log`,
    `pidfile=${folder}/pid`,
    'nodaemon=true',
    '[rpcinterface:supervisor]',
    'supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface',
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('supervisord'), args: ['-c', config], place, folder });
}

/** Debian's Syncthing, which neither listens to nor looks for others. */
export async function startSyncthing(options: ConsoleOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('syncthing');
  const login = options.password === undefined ? '' : `<user>lab</user><password>${options.password}</password>`;
  const off = ['globalAnnounce', 'localAnnounce', 'relays', 'nat', 'crashReporting']
    .map((name) => `<${name}Enabled>false</${name}Enabled>`)
    .join('');
  await writeFile(
    join(folder, 'config.xml'),
    `<configuration version="36"><gui enabled="true" tls="false"><address>${place.address}:${place.port}</address>${login}</gui>
     <options><listenAddress>tcp://127.0.0.1:0</listenAddress>${off}<startBrowser>false</startBrowser><urAccepted>-1</urAccepted>
     <autoUpgradeIntervalH>0</autoUpgradeIntervalH></options></configuration>\n`,
  );
  const args = ['-no-browser', '-no-restart', '-no-upgrade', `-home=${folder}`];
  return spawnServer({ command: program('syncthing'), args, place, folder });
}

/** Debian's Cockpit without TLS. */
export async function startCockpit(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const args = ['--no-tls', `--address=${place.address}`, `--port=${place.port}`];
  return spawnServer({ command: program('cockpit-ws'), args, place, folder: await serverFolder('cockpit') });
}

/** Debian's Shell In A Box, which runs a program that ends at once. */
export async function startShellinabox(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const args = ['-t', '-p', String(place.port), '--localhost-only', '-s', '/:root:root:/:true'];
  return spawnServer({ command: program('shellinaboxd'), args, place, folder: await serverFolder('shellinabox') });
}

/** Debian's Adminer in PHP's own server. */
export async function startAdminer(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const args = ['-S', `${place.address}:${place.port}`, '/usr/share/adminer/adminer.php'];
  return spawnServer({ command: program('php'), args, place, folder: await serverFolder('adminer') });
}

/** Debian's CUPS scheduler without printers; its web pages are another package. */
export async function startCups(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('cups');
  const config = join(folder, 'cupsd.conf');
  const files = join(folder, 'cups-files.conf');
  await writeFile(config, `Listen ${place.address}:${place.port}\nBrowsing No\n`);
  const folders = ['ServerRoot', 'CacheDir', 'StateDir', 'RequestRoot', 'TempDir'];
  for (const name of folders) await mkdir(join(folder, name));
  const logs = ['AccessLog', 'ErrorLog', 'PageLog'].map((name) => `${name} stderr`);
  const lines = ['SystemGroup root', ...folders.map((name) => `${name} ${join(folder, name)}`), ...logs];
  await writeFile(files, `${lines.join('\n')}\n`);
  return spawnServer({ command: program('cupsd'), args: ['-f', '-c', config, '-s', files], place, folder });
}

/** Debian's HAProxy, which shows nothing but its statistics. */
export async function startHaproxyStatistics(options: ConsoleOptions = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('haproxy');
  const config = join(folder, 'haproxy.cfg');
  const login = options.password === undefined ? '' : ` stats auth lab:${options.password}\n`;
  await writeFile(
    config,
    `defaults\n mode http\n timeout client 5s\n timeout server 5s\n timeout connect 5s\nfrontend lab\n bind ${place.address}:${place.port}\n stats enable\n stats uri /\n${login}`,
  );
  return spawnServer({ command: program('haproxy'), args: ['-db', '-f', config], place, folder });
}

/** The page about itself that Debian's NATS server has. */
export async function startNatsMonitoring(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const client = (await findPlace({})).port;
  const args = ['-a', place.address, '-p', String(client), '-m', String(place.port)];
  return spawnServer({ command: program('nats-server'), args, place, folder: await serverFolder('nats') });
}

/** The dashboard of Debian's Dask scheduler. */
export async function startDask(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const scheduler = (await findPlace({})).port;
  const args = ['--host', place.address, '--port', String(scheduler)];
  args.push('--dashboard-address', `${place.address}:${place.port}`);
  return spawnServer({ command: program('dask-scheduler'), args, place, folder: await serverFolder('dask') });
}
