import type { Check } from '../check.ts';
import { aerospike } from '../checks/aerospike.ts';
import { cassandra } from '../checks/cassandra.ts';
import { clickhouse } from '../checks/clickhouse.ts';
import { couchbase } from '../checks/couchbase.ts';
import { db2 } from '../checks/db2.ts';
import { elasticsearchTransport } from '../checks/elasticsearch-transport.ts';
import { firebird } from '../checks/firebird.ts';
import { grpc } from '../checks/grpc.ts';
import { h2 } from '../checks/h2.ts';
import { hazelcast } from '../checks/hazelcast.ts';
import { memcached } from '../checks/memcached.ts';
import { monetdb } from '../checks/monetdb.ts';
import { mongodb } from '../checks/mongodb.ts';
import { mssql } from '../checks/mssql.ts';
import { mysql } from '../checks/mysql.ts';
import { mysqlx } from '../checks/mysqlx.ts';
import { neo4j } from '../checks/neo4j.ts';
import { oracle } from '../checks/oracle.ts';
import { postgresql } from '../checks/postgresql.ts';
import { redis } from '../checks/redis.ts';
import { rethinkdb } from '../checks/rethinkdb.ts';
import { riak } from '../checks/riak.ts';
import { tarantool } from '../checks/tarantool.ts';

/** Databases, caches and search engines with a protocol of their own. */
export const DATABASES: readonly Check[] = [
  redis,
  postgresql,
  mongodb,
  memcached,
  mysql,
  mssql,
  cassandra,
  clickhouse,
  tarantool,
  firebird,
  neo4j,
  oracle,
  rethinkdb,
  aerospike,
  couchbase,
  mysqlx,
  db2,
  riak,
  hazelcast,
  monetdb,
  h2,
  elasticsearchTransport,
  grpc,
];
