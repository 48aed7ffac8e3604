import { openOrAsks, openTo } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** Databases that speak HTTP. */
export const DATA = [
  {
    name: 'solr',
    product: 'Apache Solr',
    ports: [8983],
    hints: [
      { header: ['location', /\/solr\/?(?:#|$)/] },
      { header: ['www-authenticate', /realm="solr"/], proves: true },
      { title: /^Solr Admin$/, proves: true },
    ],
    identify: {
      path: '/solr/admin/info/system?wt=json',
      marker: { status: 200, body: /"solr-spec-version":\s*"\d/ },
      version: /"solr-spec-version":\s*"([\w.-]{1,40})"/,
    },
    access: [openOrAsks('/solr/admin/info/system?wt=json', /"solr-spec-version":/, [401, 403])],
    source: 'solr.apache.org/guide: basic authentication, rule-based authorization, SystemInfoHandler',
  },
  {
    name: 'neo4j',
    product: 'Neo4j',
    ports: [7474],
    hints: [
      { header: ['location', /\/browser\/?$/] },
      { body: /"neo4j_version"\s*:/ },
      { title: /^Neo4j Browser$/ },
      { header: ['www-authenticate', /realm="Neo4j"/], proves: true },
    ],
    identify: {
      path: '/db/neo4j/tx/commit',
      method: 'POST',
      body: '{"statements":[]}',
      readOnlyBecause: 'a transaction of no statements ends as it began',
      marker: { body: /^\{"results":\[\],"errors":\[|"code"\s*:\s*"Neo\.ClientError\.Security\./ },
    },
    version: /"neo4j_version"\s*:\s*"([\w.+-]{1,40})"/,
    access: [
      {
        path: '/db/neo4j/tx/commit',
        method: 'POST',
        body: '{"statements":[]}',
        readOnlyBecause: 'a transaction of no statements ends as it began',
        readings: [
          { status: 200, body: /^\{"results":\[\],"errors":\[\]/, access: 'none-required' },
          { status: 401, body: /Neo\.ClientError\.Security\.Unauthorized/, access: 'required' },
        ],
      },
    ],
    source: 'neo4j.com/docs/http-api: discovery, transaction flow, authentication',
  },
  {
    name: 'arangodb',
    product: 'ArangoDB',
    ports: [8529],
    hints: [
      { header: ['server', /^ArangoDB$/], proves: true },
      { header: ['location', /\/_admin\/aardvark\//] },
      { header: ['www-authenticate', /token_type="JWT", realm="ArangoDB"/], proves: true },
    ],
    identify: {
      path: '/_api/version',
      marker: { status: 200, body: /"server":\s*"arango"/ },
      version: /"version":\s*"([\w.-]{1,40})"/,
    },
    // The version may be open while the data is not; the names of the databases are data.
    access: [openOrAsks('/_api/database/user', /"result":\["[\w-]/)],
    source: 'docs.arangodb.com: HTTP interface, authentication, databases',
  },
  {
    name: 'rethinkdb',
    product: 'RethinkDB',
    ports: [],
    hints: [{ title: /^RethinkDB Administration Console$/, proves: true }],
    access: [
      {
        path: '/',
        // The console has no login of its own: the admin password does not hold for it.
        readings: [{ status: 200, title: /^RethinkDB Administration Console$/, access: 'none-required' }],
      },
    ],
    source: 'rethinkdb.com/docs/security: the web administration console',
  },
  {
    name: 'couchbase',
    product: 'Couchbase Server',
    ports: [8091],
    hints: [{ header: ['server', /^Couchbase Server/] }, { header: ['location', /\/ui\/index\.html/] }],
    identify: {
      path: '/pools',
      marker: { body: /"implementationVersion":"\d/ },
      version: /"implementationVersion":"([\w.-]{1,40})"/,
    },
    access: [openOrAsks('/pools/default', /"(?:nodes|storageTotals|clusterName)":/)],
    source: 'docs.couchbase.com/server: REST API, cluster information',
  },
  {
    name: 'druid',
    product: 'Apache Druid',
    ports: [],
    hints: [
      { title: /^(?:Apache )?Druid\b/ },
      { header: ['location', /\/unified-console\.html/] },
      { header: ['www-authenticate', /realm="druid"/i] },
    ],
    identify: {
      path: '/status',
      marker: { status: 200, body: /^\{"version":"[\w.-]{1,40}","modules":\[\{"name":"org\.apache\.druid\./ },
      version: /\n\{"version":"([\w.-]{1,40})"/,
    },
    access: [openTo('/status', /"org\.apache\.druid\./)],
    source: 'druid.apache.org/docs: API reference, service status, authentication',
  },
  {
    name: 'pinot',
    product: 'Apache Pinot',
    ports: [],
    hints: [{ title: /^Apache Pinot$/ }, { body: /Pinot Controller UI/ }],
    identify: { path: '/pinot-controller/admin', marker: { status: 200, body: /^GOOD$/ } },
    access: [openOrAsks('/tables', /^\{"tables":\[/, [401, 403])],
    source: 'docs.pinot.apache.org: controller API, authentication',
  },
  {
    name: 'trino',
    product: 'Trino',
    ports: [],
    hints: [
      { header: ['location', /\/ui\/(?:login\.html)?$/] },
      { title: /^(?:Trino|Presto|Cluster Overview - (?:Trino|Presto))/ },
    ],
    identify: {
      path: '/v1/info',
      marker: { status: 200, body: /^\{"nodeVersion":\{"version":"/ },
      version: /"nodeVersion":\{"version":"([\w.-]{1,40})"/,
    },
    // 401 has no reading: a server that takes every name for granted gives it as well where none is said.
    access: [
      { path: '/v1/query', readings: [{ status: 200, body: /^\[(?:\]|\{"queryId":)/, access: 'none-required' }] },
    ],
    source: 'trino.io/docs: client REST API, security overview',
  },
  {
    name: 'h2-console',
    product: 'H2 Console',
    ports: [8082],
    hints: [
      { title: /^H2 Console$/, body: /h2database\.com/, proves: true },
      { status: 404, body: /^Host [\w.:[\]-]{1,255} not found/ },
    ],
    identify: { path: '/', asLocalhost: true, marker: { title: /^H2 Console$/, body: /h2database\.com/ } },
    access: [
      {
        path: '/',
        asLocalhost: true,
        readings: [
          { status: 200, body: /remote connections \('webAllowOthers'\) are disabled/, access: 'refused-by-acl' },
        ],
      },
    ],
    source: 'h2database.com: using the H2 Console, remote connections',
  },
  {
    name: 'riak',
    product: 'Riak',
    ports: [8098],
    hints: [{ body: /riak_kv_wm_buckets|riak_kv_wm_ping/ }],
    identify: {
      path: '/stats',
      marker: { status: 200, body: /"riak_kv_version":"|"riak_(?:core|pipe|api)_version":"|"ring_members":\[/ },
      version: /"riak_kv_version":"<{0,2}"?([\w.-]{1,40})/,
    },
    access: [openTo('/stats', /"ring_members":\[|"riak_kv_version":/)],
    source: 'docs.riak.com: HTTP API, status',
  },
  {
    name: 'hazelcast',
    product: 'Hazelcast',
    ports: [5701],
    hints: [],
    identify: {
      path: '/hazelcast/rest/cluster',
      marker: {
        status: 200,
        body: /Members \{size:\d|Cluster \[\d{1,5}\] \{|Members \[\d{1,5}\] \{|^\{"members":\[\{"address":/,
      },
    },
    access: [openTo('/hazelcast/rest/cluster', /Member/i)],
    source: 'docs.hazelcast.com: REST API, endpoint groups',
  },
  {
    name: 'questdb',
    product: 'QuestDB',
    ports: [],
    hints: [{ title: /^QuestDB\b/ }, { header: ['server', /^questDB\//i], proves: true }],
    identify: { path: '/exec?query=SELECT%201', marker: { body: /^\{"query":"SELECT 1","columns":\[/ } },
    version: /server: questdb\/([\w.]{1,20})/i,
    access: [openOrAsks('/exec?query=SELECT%201', /"dataset":\[\[1\]\]/)],
    source: 'questdb.com/docs: REST API, http.user',
  },
  {
    name: 'cockroach-console',
    product: 'CockroachDB',
    ports: [],
    hints: [{ title: /^Cockroach Console$/ }],
    identify: { path: '/health', marker: { status: 200, body: /^\{\s*"nodeId":|^\{\s*\}$/ } },
    access: [openOrAsks('/_status/nodes', /"nodes":\s*\[/)],
    source: 'cockroachlabs.com/docs: DB Console, secure and insecure clusters',
  },
] as const satisfies readonly WebApplication[];
