import { expect } from 'vitest';
import { startFakeMongodb } from '../../lab/servers/fake-mongodb.ts';
import { startMariadb } from '../../lab/servers/mariadb.ts';
import { startMemcached } from '../../lab/servers/memcached.ts';
import { startPostgresql } from '../../lab/servers/postgresql.ts';
import { startRedis } from '../../lab/servers/redis.ts';
import { service, type Scenes } from '../scene.ts';

const EVERYBODY = 'host all all 0.0.0.0/0';
const POSTGRES = ['initdb', 'postgres', 'setpriv', 'openssl'];
const MARIADB = ['mariadbd', 'mariadb-install-db'];
const text: unknown = expect.stringMatching(/^\d/);

export const DATABASES: Scenes = {
  'Redis without a password': {
    needs: ['redis-server'],
    start: () => startRedis(),
    expected: {
      service: service('redis', 'Redis', text),
      access: 'none-required',
      details: { 'redis.mode': 'standalone' },
    },
    recording: 'redis/open',
  },
  'Redis with a password': {
    needs: ['redis-server'],
    start: () => startRedis({ password: 'not-a-real-password' }),
    expected: { service: service('redis', null, null), access: 'required', details: {} },
    recording: 'redis/password',
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
    recording: 'memcached/open',
  },
  'memcached with authentication': {
    needs: ['memcached'],
    start: () => startMemcached({ authentication: true }),
    expected: { service: service('memcached', 'memcached', null), access: 'required' },
    recording: 'memcached/authentication',
  },
  'PostgreSQL that trusts everybody': {
    needs: POSTGRES,
    start: () => startPostgresql({ hba: `${EVERYBODY} trust` }),
    expected: {
      service: service('postgresql', 'PostgreSQL', null),
      access: 'none-required',
      details: { 'postgresql.auth': 'trust', 'postgresql.tls': false },
    },
    recording: 'postgresql/trust',
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
    recording: 'postgresql/no-hba-entry',
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
    recording: 'mysql/password',
  },
  'MariaDB with an anonymous user': {
    needs: MARIADB,
    start: () => startMariadb({ users: 'anonymous' }),
    expected: { service: service('mysql', 'MariaDB', text), access: 'none-required' },
    recording: 'mysql/anonymous',
  },
  'MariaDB with a password, inside TLS': {
    needs: [...MARIADB, 'openssl'],
    start: () => startMariadb({ users: 'password', tls: true }),
    expected: {
      service: service('mysql', 'MariaDB', text, true),
      access: 'required',
      details: { 'mysql.tls': true },
      tls: { version: 'TLSv1.3', selfSigned: true, subject: 'O=Portreeve lab, CN=lab.example' },
    },
  },
  'MariaDB with an anonymous user inside TLS only': {
    needs: [...MARIADB, 'openssl'],
    start: () => startMariadb({ users: 'anonymous-inside-tls', tls: true }),
    expected: { access: 'none-required', details: { 'mysql.tls': true } },
  },
  'MariaDB that serves its own host only': {
    needs: MARIADB,
    start: () => startMariadb({ users: 'local-only' }),
    expected: { service: service('mysql', null, null), access: 'refused-by-acl' },
    recording: 'mysql/host-refused',
  },
  'MongoDB without authorization (a fake)': {
    needs: [],
    start: () => startFakeMongodb({ authorization: false }),
    expected: { service: service('mongodb', 'MongoDB', '7.0.5'), access: 'none-required' },
    recording: 'mongodb/open',
  },
  'MongoDB with authorization (a fake)': {
    needs: [],
    start: () => startFakeMongodb({ authorization: true }),
    expected: { service: service('mongodb', 'MongoDB', '7.0.5'), access: 'required' },
    recording: 'mongodb/authorization',
  },
};
