import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import { startClickhouse } from '../../lab/servers/clickhouse.ts';
import { startDerby } from '../../lab/servers/derby.ts';
import { startFirebird } from '../../lab/servers/firebird.ts';
import { startGrpc } from '../../lab/servers/grpc.ts';
import { H2_JAR, startH2 } from '../../lab/servers/h2.ts';
import { startMemcached } from '../../lab/servers/memcached.ts';
import { startPgbouncer } from '../../lab/servers/pgbouncer.ts';
import { startTarantool } from '../../lab/servers/tarantool.ts';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);

const GRANT_ALL = "box.schema.user.grant('guest', 'super')";
const GRANT_SPACE = "box.schema.space.create('lab') box.schema.user.grant('guest', 'read', 'space', 'lab')";

/** Modules and archives are no programs: where one is missing its package is asked for in vain, which skips the scene. */
const H2 = existsSync(H2_JAR) ? [] : ['libh2-java'];
const GRPC = existsSync('/usr/lib/python3/dist-packages/grpc') ? [] : ['python3-grpcio'];

export const MORE_DATABASES: Scenes = {
  'ClickHouse without a password': {
    needs: ['clickhouse-server'],
    start: () => startClickhouse(),
    expected: { service: service('clickhouse', 'ClickHouse', text), access: 'none-required' },
    recording: 'clickhouse/open',
  },
  'ClickHouse with a password': {
    needs: ['clickhouse-server'],
    start: () => startClickhouse({ password: 'not-a-real-password' }),
    expected: { service: service('clickhouse', 'ClickHouse', null), access: 'required' },
    recording: 'clickhouse/password',
  },
  'Tarantool whose guests have no rights': {
    needs: ['tarantool'],
    start: () => startTarantool(),
    expected: {
      service: service('tarantool', 'Tarantool', text),
      access: 'required',
      details: { 'tarantool.protocol': 'binary' },
    },
    recording: 'tarantool/guest',
  },
  'Tarantool whose guests may do everything': {
    needs: ['tarantool'],
    start: () => startTarantool({ setup: GRANT_ALL }),
    expected: {
      service: service('tarantool', 'Tarantool', text),
      access: 'none-required',
      details: { 'tarantool.protocol': 'binary' },
    },
    recording: 'tarantool/open',
  },
  'Tarantool whose guests may read one space': {
    needs: ['tarantool'],
    start: () => startTarantool({ setup: GRANT_SPACE }),
    expected: {
      service: service('tarantool', 'Tarantool', text),
      access: 'none-required',
      details: { 'tarantool.protocol': 'binary' },
    },
    recording: 'tarantool/one-space',
  },
  'console of Tarantool': {
    needs: ['tarantool'],
    start: () => startTarantool({ console: true }),
    expected: {
      service: service('tarantool', 'Tarantool', text),
      access: 'none-required',
      details: { 'tarantool.protocol': 'console' },
    },
    recording: 'tarantool/console',
  },
  Firebird: {
    needs: ['firebird'],
    start: () => startFirebird(),
    expected: {
      service: service('firebird', 'Firebird', null),
      access: 'required',
      details: { 'firebird.protocol': 15 },
    },
    recording: 'firebird/password',
  },
  'PgBouncer that trusts its users': {
    needs: ['pgbouncer', 'setpriv'],
    start: () => startPgbouncer({ auth: 'trust' }),
    expected: {
      service: service('postgresql', 'PgBouncer', null),
      access: 'unknown',
      details: { 'postgresql.auth': 'trust' },
    },
    recording: 'postgresql/pgbouncer-trust',
  },
  'PgBouncer with SCRAM on its own port': {
    needs: ['pgbouncer', 'setpriv'],
    start: () => startPgbouncer({ auth: 'scram-sha-256', port: 6432 }),
    expected: {
      service: service('postgresql', 'PgBouncer', null),
      access: 'required',
      details: { 'postgresql.auth': 'scram-sha-256' },
    },
  },
  'memcached with SASL': {
    needs: ['memcached'],
    start: () => startMemcached({ sasl: true }),
    expected: { service: service('memcached', 'memcached', text), access: 'required' },
    recording: 'couchbase/memcached-sasl',
  },
  'Apache Derby': {
    needs: ['java', 'dblook'],
    start: () => startDerby(),
    expected: { service: service('derby', 'Apache Derby', text), access: 'unknown' },
    recording: 'db2/derby',
  },
  'gRPC of Python': {
    needs: ['python3', ...GRPC],
    start: () => startGrpc(),
    expected: { service: service('grpc', null, null), access: 'unknown' },
    recording: 'grpc/python',
  },
  'H2 Database': {
    needs: ['java', ...H2],
    start: () => startH2(),
    expected: { service: service('h2', 'H2 Database', text), access: 'unknown' },
    recording: 'h2/local',
  },
};
