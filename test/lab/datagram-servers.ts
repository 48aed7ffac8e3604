import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Network } from './network.ts';
import { run } from './run.ts';
import { findProgram, program } from './servers/find-program.ts';

/** A real UDP server as the lab starts it, on the port where it belongs. */
interface DatagramServer {
  readonly port: number;
  /** Programs that it needs, by absolute path or name. */
  readonly needs: readonly string[];
  /** Writes its files into a folder of its own and gives the command line. */
  readonly prepare: (folder: string, address: string) => string;
}

const CHARON = '/usr/lib/ipsec/charon';

export const DATAGRAM_SERVERS = {
  bind: {
    port: 53,
    needs: ['named'],
    prepare(folder, address) {
      // Its own root, so that it resolves without a network.
      write(
        folder,
        'root.zone',
        '$TTL 60\n. IN SOA ns.lab. root.lab. 1 60 60 60 60\n. IN NS ns.lab.\nns.lab. IN A 192.0.2.1\n',
      );
      write(
        folder,
        'named.conf',
        `options { directory "${folder}"; pid-file none; session-keyfile none; listen-on { ${address}; }; listen-on-v6 { none; };` +
          ` recursion yes; allow-recursion { any; }; dnssec-validation no; };\ncontrols { };\n` +
          `zone "." { type master; file "root.zone"; };\n`,
      );
      return `named -g -c ${folder}/named.conf`;
    },
  },
  tftpd: { port: 69, needs: ['in.tftpd'], prepare: (folder, address) => `in.tftpd -L -a ${address}:69 -s ${folder}` },
  krb5kdc: {
    port: 88,
    needs: ['krb5kdc', 'kdb5_util'],
    prepare(folder, address) {
      write(folder, 'krb5.conf', '[libdefaults]\n default_realm = LAB.TEST\n');
      write(
        folder,
        'kdc.conf',
        `[kdcdefaults]\n kdc_listen = ${address}:88\n kdc_tcp_listen = ""\n[realms]\n LAB.TEST = {\n` +
          `  database_name = ${folder}/principal\n  key_stash_file = ${folder}/stash\n  acl_file = ${folder}/acl\n }\n`,
      );
      const env = { KRB5_CONFIG: join(folder, 'krb5.conf'), KRB5_KDC_PROFILE: join(folder, 'kdc.conf') };
      const create = ['create', '-s', '-P', 'portreeve', '-r', 'LAB.TEST'];
      execFileSync(program('kdb5_util'), create, { env: { ...process.env, ...env }, stdio: 'ignore' });
      return `env KRB5_CONFIG=${env.KRB5_CONFIG} KRB5_KDC_PROFILE=${env.KRB5_KDC_PROFILE} krb5kdc -n -r LAB.TEST -P ${folder}/pid`;
    },
  },
  rpcbind: { port: 111, needs: ['rpcbind'], prepare: () => 'rpcbind -f -w' },
  ntpd: {
    port: 123,
    needs: ['ntpd'],
    prepare(folder) {
      write(folder, 'ntp.conf', `driftfile ${folder}/drift\nserver 127.127.1.0\nrestrict 10.77.0.0 mask 255.255.0.0\n`);
      return `ntpd -n -g -c ${folder}/ntp.conf -p ${folder}/pid`;
    },
  },
  nmbd: {
    port: 137,
    needs: ['nmbd'],
    prepare(folder, address) {
      const folders = ['private dir', 'lock directory', 'state directory', 'cache directory', 'pid directory'];
      const lines = folders.map((key) => `${key} = ${folder}`);
      write(
        folder,
        'smb.conf',
        `[global]\nnetbios name = PORTREEVE\nworkgroup = LAB\ninterfaces = ${address}/24\nlog file = ${folder}/log\n${lines.join('\n')}\n`,
      );
      return `nmbd -F --no-process-group -s ${folder}/smb.conf`;
    },
  },
  snmpd: {
    port: 161,
    needs: ['snmpd'],
    prepare(folder, address) {
      write(folder, 'snmpd.conf', `rocommunity public\nsysDescr Lab switch\nagentaddress udp:${address}:161\n`);
      return `env MIBS= SNMP_PERSISTENT_DIR=${folder} snmpd -f -Lo -C -c ${folder}/snmpd.conf -p ${folder}/pid`;
    },
  },
  charon: {
    port: 500,
    needs: [CHARON],
    prepare(folder) {
      const load = 'random nonce aes sha1 sha2 md5 hmac kernel-netlink socket-default';
      write(folder, 'strongswan.conf', `charon {\n load = ${load}\n}\n`);
      return `env STRONGSWAN_CONF=${folder}/strongswan.conf ${CHARON}`;
    },
  },
  ipmi: {
    port: 623,
    needs: ['ipmi_sim'],
    prepare(folder, address) {
      const levels = ['callback', 'user', 'operator', 'admin'];
      const allowed = levels.map((level) => `allowed_auths_${level} none md2 md5 straight`).join('\n');
      write(
        folder,
        'lan.conf',
        `name "lab"\nset_working_mc 0x20\nstartlan 1\naddr ${address} 623\npriv_limit admin\n${allowed}\n` +
          'guid a123456789abcdefa123456789abcdef\nendlan\n',
      );
      write(
        folder,
        'lab.emu',
        'mc_setbmc 0x20\nmc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02\nmc_enable 0x20\n',
      );
      return `ipmi_sim -c ${folder}/lan.conf -f ${folder}/lab.emu -s ${folder} -n -d`;
    },
  },
  openvpn: {
    port: 1194,
    needs: ['openvpn', 'openssl'],
    prepare(folder, address) {
      const subject = ['-subj', '/CN=vpn', '-days', '30', '-keyout', `${folder}/key`, '-out', `${folder}/certificate`];
      run('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject);
      const pair = `--ca ${folder}/certificate --cert ${folder}/certificate --key ${folder}/key`;
      return `openvpn --dev null --local ${address} --port 1194 --proto udp --tls-server ${pair} --dh none --ifconfig-noexec`;
    },
  },
  kamailio: {
    port: 5060,
    needs: ['kamailio'],
    prepare(folder, address) {
      write(
        folder,
        'kamailio.cfg',
        `listen=udp:${address}:5060\nmpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"\nloadmodule "sl.so"\nlog_stderror=yes\nchildren=1\n` +
          'request_route { sl_send_reply("200","OK"); }\n',
      );
      return `kamailio -f ${folder}/kamailio.cfg -DD -E -P ${folder}/pid -Y ${folder} -m 16 -M 4`;
    },
  },
  avahi: {
    port: 5353,
    needs: ['avahi-daemon'],
    prepare(folder) {
      write(folder, 'avahi.conf', '[server]\nhost-name=lab\nenable-dbus=no\n[publish]\npublish-workstation=yes\n');
      return `avahi-daemon -f ${folder}/avahi.conf --no-drop-root --no-chroot --no-rlimits`;
    },
  },
  coap: {
    port: 5683,
    needs: ['coap-server-notls'],
    prepare: (_, address) => `coap-server-notls -A ${address} -p 5683`,
  },
  memcached: {
    port: 11211,
    needs: ['memcached'],
    prepare: (_, address) => `memcached -u nobody -U 11211 -l ${address}`,
  },
} as const satisfies Record<string, DatagramServer>;

export type DatagramServerName = keyof typeof DATAGRAM_SERVERS;

/** Whether a server can be started here. */
export function isInstalled(name: DatagramServerName): boolean {
  return DATAGRAM_SERVERS[name].needs.every((needed) =>
    needed.startsWith('/') ? existsSync(needed) : findProgram(needed) !== undefined,
  );
}

const READY_MS = 20_000;

/** Starts servers at the target of a network; resolves when their ports are bound. They end with the network. */
export async function startDatagramServers(
  network: Network,
  names: readonly DatagramServerName[],
  folder: string,
): Promise<void> {
  for (const name of names) {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const command = DATAGRAM_SERVERS[name].prepare(own, '10.77.0.2');
    network.start(network.target, 'sh', '-c', `exec ${command} >${own}/output 2>&1`);
  }
  const wanted = names.map((name) => DATAGRAM_SERVERS[name].port);
  const until = performance.now() + READY_MS;
  for (;;) {
    const bound = run('ip', 'netns', 'exec', network.target, 'ss', '-Huln');
    const missing = wanted.filter((port) => !bound.includes(`:${port} `));
    if (missing.length === 0) return;
    if (performance.now() > until) throw new Error(`nothing listens on ${missing.join(', ')}`);
    await sleep(200);
  }
}

function write(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}
