import { describe, expect, it } from 'vitest';
import { createIdentifier } from '../../src/identify/identifier.ts';
import { startFakeMongodb } from '../lab/servers/fake-mongodb.ts';
import { reasonToSkip } from '../lab/servers/find-program.ts';
import { startMariadb } from '../lab/servers/mariadb.ts';
import { startMemcached } from '../lab/servers/memcached.ts';
import { startNginx } from '../lab/servers/nginx.ts';
import { startOpensslServer } from '../lab/servers/openssl-server.ts';
import { startPostgresql } from '../lab/servers/postgresql.ts';
import { startRedis } from '../lab/servers/redis.ts';
import type { Server } from '../lab/servers/server.ts';
import { startSshd } from '../lab/servers/sshd.ts';
import { startTelnetd } from '../lab/servers/telnetd.ts';
import { startVnc } from '../lab/servers/vnc.ts';
import { startVsftpd } from '../lab/servers/vsftpd.ts';
import { startXrdp } from '../lab/servers/xrdp.ts';
import { LOOPBACK } from './peer.ts';

/** A server, the programs that it needs, and what must be found out about it on a port that tells nothing. */
interface Scene {
  readonly needs: readonly string[];
  readonly start: () => Promise<Server>;
  readonly expected: object;
}

const EVERYBODY = 'host all all 0.0.0.0/0';
const POSTGRES = ['initdb', 'postgres', 'setpriv', 'openssl'];
const MARIADB = ['mariadbd', 'mariadb-install-db'];

const service = (name: string, product: unknown, version: unknown, tls = false): object => ({
  name,
  product,
  version,
  tls,
  method: 'probed',
});
const text: unknown = expect.stringMatching(/^\d/);

const SCENES: Readonly<Record<string, Scene>> = {
  'Redis without a password': {
    needs: ['redis-server'],
    start: () => startRedis(),
    expected: {
      service: service('redis', 'Redis', text),
      access: 'none-required',
      details: { 'redis.mode': 'standalone' },
    },
  },
  'Redis with a password': {
    needs: ['redis-server'],
    start: () => startRedis({ password: 'not-a-real-password' }),
    expected: { service: service('redis', null, null), access: 'required', details: {} },
  },
  'Redis inside TLS without a password': {
    needs: ['redis-server', 'openssl'],
    start: () => startRedis({ tls: true }),
    expected: { service: service('redis', 'Redis', text, true), access: 'none-required', tls: { selfSigned: true } },
  },
  memcached: {
    needs: ['memcached'],
    start: () => startMemcached(),
    expected: { service: service('memcached', 'memcached', text), access: 'none-required' },
  },
  'memcached with authentication': {
    needs: ['memcached'],
    start: () => startMemcached({ authentication: true }),
    expected: { service: service('memcached', 'memcached', null), access: 'required' },
  },
  'PostgreSQL that trusts everybody': {
    needs: POSTGRES,
    start: () => startPostgresql({ hba: `${EVERYBODY} trust` }),
    expected: {
      service: service('postgresql', 'PostgreSQL', null),
      access: 'none-required',
      details: { 'postgresql.auth': 'trust', 'postgresql.tls': false },
    },
  },
  'PostgreSQL with SCRAM, inside TLS': {
    needs: POSTGRES,
    start: () => startPostgresql({ hba: `${EVERYBODY} scram-sha-256`, tls: true }),
    expected: {
      service: service('postgresql', 'PostgreSQL', null, true),
      access: 'required',
      details: { 'postgresql.auth': 'scram-sha-256', 'postgresql.tls': true },
      tls: { version: 'TLSv1.3', selfSigned: true, subject: 'O=Portreeve lab, CN=lab.example' },
    },
  },
  'PostgreSQL without an entry for this host': {
    needs: POSTGRES,
    start: () => startPostgresql({ hba: '' }),
    expected: { service: service('postgresql', 'PostgreSQL', null), access: 'refused-by-acl' },
  },
  'PostgreSQL that trusts everybody only outside TLS': {
    needs: POSTGRES,
    start: () => startPostgresql({ hba: 'hostnossl all all 0.0.0.0/0 trust', tls: true }),
    expected: { access: 'none-required', details: { 'postgresql.auth': 'trust', 'postgresql.tls': true } },
  },
  'PostgreSQL that trusts everybody outside TLS and asks for a password inside': {
    needs: POSTGRES,
    start: () => startPostgresql({ hba: `hostssl all all all scram-sha-256\nhostnossl all all all trust`, tls: true }),
    expected: { access: 'none-required', details: { 'postgresql.auth': 'trust', 'postgresql.tls': true } },
  },
  'MariaDB with a password': {
    needs: MARIADB,
    start: () => startMariadb({ users: 'password' }),
    expected: { service: service('mysql', 'MariaDB', text), access: 'required', details: { 'mysql.tls': false } },
  },
  'MariaDB with an anonymous user': {
    needs: MARIADB,
    start: () => startMariadb({ users: 'anonymous' }),
    expected: { service: service('mysql', 'MariaDB', text), access: 'none-required' },
  },
  'MariaDB that serves its own host only': {
    needs: MARIADB,
    start: () => startMariadb({ users: 'local-only' }),
    expected: { service: service('mysql', null, null), access: 'refused-by-acl' },
  },
  OpenSSH: {
    needs: ['sshd', 'ssh-keygen'],
    start: () => startSshd(),
    expected: {
      service: service('ssh', 'OpenSSH', text),
      access: 'unknown',
      details: { 'ssh.protocol': '2.0' },
    },
  },
  'vsftpd that lets everybody in inside TLS only': {
    needs: ['vsftpd', 'openssl'],
    start: () => startVsftpd({ anonymous: true, tls: 'explicit', anonymousOnlyInsideTls: true }),
    expected: {
      service: service('ftp', 'vsFTPd', text),
      access: 'none-required',
      details: { 'ftp.anonymous': true, 'ftp.tls': true },
    },
  },
  'vsftpd with anonymous access': {
    needs: ['vsftpd'],
    start: () => startVsftpd({ anonymous: true }),
    expected: {
      service: service('ftp', 'vsFTPd', text),
      access: 'none-required',
      details: { 'ftp.anonymous': true, 'ftp.tls': false },
    },
  },
  'vsftpd without anonymous access': {
    needs: ['vsftpd', 'openssl'],
    start: () => startVsftpd({ anonymous: false, tls: 'explicit' }),
    expected: {
      service: service('ftp', 'vsFTPd', text),
      access: 'required',
      details: { 'ftp.anonymous': false, 'ftp.tls': true },
    },
  },
  'vsftpd inside TLS': {
    needs: ['vsftpd', 'openssl'],
    start: () => startVsftpd({ anonymous: true, tls: 'implicit' }),
    expected: { service: service('ftp', 'vsFTPd', text, true), access: 'none-required', tls: { selfSigned: true } },
  },
  'telnetd with a login': {
    needs: ['telnetd', 'inetutils-inetd'],
    start: () => startTelnetd(),
    expected: { service: service('telnet', null, null), access: 'required', details: { 'telnet.prompt': 'login' } },
  },
  'telnetd that gives everybody a shell': {
    needs: ['telnetd', 'inetutils-inetd'],
    start: () => startTelnetd({ shell: true }),
    expected: {
      service: service('telnet', null, null),
      access: 'none-required',
      details: { 'telnet.prompt': 'shell' },
    },
  },
  'VNC without a password': {
    needs: ['Xtigervnc'],
    start: () => startVnc({ securityTypes: 'None' }),
    expected: { service: service('vnc', null, null), access: 'none-required', details: { 'vnc.security': ['none'] } },
  },
  'VNC with a password': {
    needs: ['Xtigervnc'],
    start: () => startVnc({ securityTypes: 'VncAuth' }),
    expected: { access: 'required', details: { 'vnc.security': ['vnc-auth'] } },
  },
  'VNC inside TLS without a password': {
    needs: ['Xtigervnc'],
    start: () => startVnc({ securityTypes: 'TLSNone' }),
    expected: { access: 'none-required', details: { 'vnc.security': ['vencrypt'] } },
  },
  'VNC inside TLS with a password': {
    needs: ['Xtigervnc'],
    start: () => startVnc({ securityTypes: 'TLSVnc' }),
    expected: { access: 'required', details: { 'vnc.security': ['vencrypt'] } },
  },
  'xrdp, which has no NLA': {
    needs: ['xrdp', 'openssl'],
    start: () => startXrdp({ securityLayer: 'negotiate' }),
    expected: { service: service('rdp', null, null), access: 'unknown', details: { 'rdp.nla': 'unsupported' } },
  },
  nginx: {
    needs: ['nginx'],
    start: () => startNginx(),
    expected: {
      service: service('http', 'nginx', text),
      access: 'unknown',
      details: { 'http.status': 200, 'http.title': 'Lab page' },
    },
  },
  'nginx that asks for a password': {
    needs: ['nginx'],
    start: () => startNginx({ basicAuth: true }),
    expected: { service: service('http', 'nginx', text), access: 'required', details: { 'http.status': 401 } },
  },
  'nginx inside TLS': {
    needs: ['nginx', 'openssl'],
    start: () => startNginx({ tls: true }),
    expected: {
      service: service('http', 'nginx', text, true),
      access: 'unknown',
      details: { 'http.title': 'Lab page' },
      tls: { names: ['lab.example', '127.0.0.1'], clientCertificateRequired: false },
    },
  },
  'TLS 1.3 that insists on a client certificate': {
    needs: ['openssl'],
    start: () => startOpensslServer({ flags: ['-Verify', '1', '-verify_return_error', '-www'] }),
    expected: {
      service: service('tls', null, null, true),
      access: 'required',
      tls: { version: 'TLSv1.3', clientCertificateRequired: true },
    },
  },
  'TLS 1.2 that insists on a client certificate, which its alert does not say': {
    needs: ['openssl'],
    start: () => startOpensslServer({ flags: ['-Verify', '1', '-verify_return_error', '-tls1_2'] }),
    expected: { service: service('tls', null, null, true), access: 'unknown' },
  },
  'TLS that is served by name only': {
    needs: ['openssl'],
    start: () =>
      startOpensslServer({
        flags: ['-servername', 'other.example', '-servername_fatal', '-cert2', 'certificate.pem', '-key2', 'key.pem'],
      }),
    expected: { service: service('tls', null, null, true), access: 'unknown' },
  },
  'TLS 1.0': {
    needs: ['openssl'],
    start: () => startOpensslServer({ flags: ['-tls1', '-cipher', 'ALL:@SECLEVEL=0', '-www'] }),
    expected: { service: service('http', null, null, true), tls: { version: 'TLSv1' } },
  },
  'MongoDB without authorization (a fake)': {
    needs: [],
    start: () => startFakeMongodb({ authorization: false }),
    expected: { service: service('mongodb', 'MongoDB', '7.0.5'), access: 'none-required' },
  },
  'MongoDB with authorization (a fake)': {
    needs: [],
    start: () => startFakeMongodb({ authorization: true }),
    expected: { service: service('mongodb', 'MongoDB', '7.0.5'), access: 'required' },
  },
};

describe('every server is known on a port that tells nothing', () => {
  it.concurrent.for(Object.entries(SCENES))('%s', async ([, { needs, start, expected }], context) => {
    const missing = needs.length === 0 ? undefined : reasonToSkip(...needs);
    if (missing !== undefined) context.skip(missing);
    await using server = await start();
    const identifier = createIdentifier({ gate: LOOPBACK, mode: 'all', concurrency: 8, deadlineMs: 6000 });
    const endpoint = { address: server.address, port: server.port, transport: 'tcp' } as const;
    expect(await identifier.identify(endpoint, 'lab.example')).toMatchObject(expected);
  });
});
