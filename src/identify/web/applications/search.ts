import { openOrAsks, openTo } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** What a cluster's health is read like: the same question in Elasticsearch and OpenSearch. */
const CLUSTER_HEALTH = {
  path: '/_cluster/health',
  readings: [
    { status: 200, body: /^\{\s*"cluster_name"\s*:/, access: 'none-required' as const },
    { status: 401, access: 'required' as const },
  ],
};

/** Search engines, document stores and time series. */
export const SEARCH = [
  {
    name: 'opensearch',
    product: 'OpenSearch',
    ports: [9200],
    hints: [
      { status: 200, body: /"distribution"\s*:\s*"opensearch"/, proves: true },
      { status: 401, header: ['www-authenticate', /realm="OpenSearch Security"/], proves: true },
    ],
    version: /"number"\s*:\s*"(\d[\w.-]{0,40})"/,
    access: [CLUSTER_HEALTH],
    source: 'docs.opensearch.org: cluster health, security plugin',
  },
  {
    name: 'elasticsearch',
    product: 'Elasticsearch',
    ports: [9200],
    hints: [
      { status: 200, body: /"tagline"\s*:\s*"You Know, for Search"/, proves: true },
      { status: 401, header: ['www-authenticate', /realm="security"/], body: /"security_exception"/, proves: true },
      { header: ['x-elastic-product', /^Elasticsearch$/], proves: true },
    ],
    version: /"number"\s*:\s*"(\d[\w.-]{0,40})"/,
    access: [CLUSTER_HEALTH],
    source: 'elastic.co/guide/en/elasticsearch/reference: cluster health, security settings',
  },
  {
    name: 'kibana',
    product: 'Kibana',
    ports: [5601],
    hints: [
      { header: ['kbn-name', /./], proves: true },
      { header: ['kbn-license-sig', /./], proves: true },
    ],
    identify: {
      path: '/api/status',
      marker: { status: 200, body: /^\{"name":"[^"]*","uuid":"[\da-f-]+","version":\{"number":"/ },
      version: /"version":\{"number":"(\d[\w.-]{0,40})"/,
    },
    version: /^kbn-version: (\d[\w.-]{0,40})$/m,
    access: [openOrAsks('/api/spaces/space', /^\[\{"id":"/)],
    source: 'elastic.co/guide/en/kibana: status API, spaces API',
  },
  {
    name: 'couchdb',
    product: 'CouchDB',
    ports: [5984, 6984],
    hints: [
      { body: /^\{"couchdb":"Welcome"/, proves: true },
      { header: ['server', /^CouchDB\//], proves: true },
    ],
    version: /^server: CouchDB\/(\d[\w.-]{0,40})/m,
    access: [openTo('/_session', /"roles":\s*\[\s*"_admin"/), openOrAsks('/_all_dbs?limit=1', /^\[\s*(?:"|\])/)],
    source: 'docs.couchdb.org: /, /_session, /_all_dbs',
  },
  {
    name: 'influxdb',
    product: 'InfluxDB',
    ports: [8086],
    hints: [{ title: /^InfluxDB/ }, { header: ['x-influxdb-version', /^v?\d/], proves: true }],
    rootTellsNothing: true,
    identify: {
      path: '/ping',
      marker: { header: ['x-influxdb-version', /^v?\d/] },
      version: /^x-influxdb-version: v?([\w.+~-]{1,40})$/m,
    },
    access: [
      {
        // Version 2 and later: whoever comes first creates its administrator.
        path: '/api/v2/setup',
        readings: [{ status: 200, body: /^\s*\{\s*"allowed":\s*true/, access: 'none-required' }],
      },
      {
        path: '/query?q=SHOW%20DATABASES',
        readings: [
          { status: 200, body: /^\{"results":\[\{(?:"statement_id":0,)?"series"/, access: 'none-required' },
          // Version 1 with authentication and without an administrator: the first who asks becomes it.
          { status: 403, body: /create admin user first/, access: 'none-required' },
          { status: [401, 403], access: 'required' },
        ],
      },
    ],
    source: 'docs.influxdata.com/influxdb: /ping, /query, /api/v2/setup',
  },
  {
    name: 'clickhouse',
    product: 'ClickHouse',
    ports: [8123],
    hints: [
      { status: 200, body: /^Ok\.\s*$/ },
      { header: ['x-clickhouse-server-display-name', /./], proves: true },
    ],
    identify: {
      path: '/?query=SELECT%20version()',
      marker: [
        { status: 200, header: ['x-clickhouse-query-id', /./] },
        { header: ['x-clickhouse-exception-code', /^\d+$/] },
        { body: /^Code: \d{1,4}[.,] .{0,40}DB::Exception: / },
      ],
    },
    version: /\n\n(\d{1,2}\.\d{1,2}\.[\d.]{1,16})\s*$/,
    access: [
      {
        // GET is read-only in ClickHouse, whatever the query says.
        path: '/?query=SELECT%20version()',
        readings: [
          { status: 200, header: ['x-clickhouse-query-id', /./], body: /^\d{1,2}\.\d{1,2}\./, access: 'none-required' },
          { body: /^Code: (?:516|194|193|192)[.,] /, access: 'required' },
          { body: /^Code: 195[.,] /, access: 'refused-by-acl' },
        ],
      },
    ],
    source: 'clickhouse.com/docs/interfaces/http; error codes of src/Common/ErrorCodes.cpp',
  },
  {
    name: 'prometheus',
    product: 'Prometheus',
    ports: [9090],
    hints: [{ title: /^Prometheus Time Series Collection and Processing Server$/, proves: true }],
    identify: {
      path: '/api/v1/status/buildinfo',
      marker: {
        status: 200,
        body: /^\{"status":"success","data":\{"version":"\d[^"]{0,40}","revision":"[^"]{0,80}","branch":"[^"]{0,80}","buildUser":/,
      },
      version: /"version":"(\d[\w.+~-]{0,40})"/,
    },
    access: [
      {
        path: '/api/v1/query?query=1',
        readings: [
          { status: 200, body: /^\{"status":"success","data":\{"resultType":"scalar"/, access: 'none-required' },
          { status: 401, access: 'required' },
          { status: 403, access: 'refused-by-acl' },
        ],
      },
    ],
    source: 'prometheus.io/docs/prometheus/latest/querying/api',
  },
] as const satisfies readonly WebApplication[];
