import { denied, page, redirect, type SpokenCase } from './replies.ts';

const ELASTIC_ROOT = `{
  "name" : "n",
  "cluster_name" : "c",
  "version" : {
    "number" : "8.9.0",
    "build_flavor" : "default"
  },
  "tagline" : "You Know, for Search"
}`;

const OPENSEARCH_ROOT = `{
  "name" : "n",
  "version" : {
    "distribution" : "opensearch",
    "number" : "2.11.0"
  },
  "tagline" : "The OpenSearch Project: https://opensearch.org/"
}`;

const HEALTH = '{"cluster_name":"c","status":"green","timed_out":false,"number_of_nodes":1}';

const CLICKHOUSE = '/?query=SELECT%20version()';

const PROMETHEUS_BUILD =
  '{"status":"success","data":{"version":"2.42.0+ds","revision":"2.42.0+ds-5+b5","branch":"debian/sid","buildUser":"x","buildDate":"y","goVersion":"go1.19.8"}}';

/** Search engines, document stores and time series. */
export const SEARCH_SPOKEN: readonly SpokenCase[] = [
  {
    name: 'elasticsearch',
    version: '8.9.0',
    access: 'none-required',
    replies: { '/': ELASTIC_ROOT, '/_cluster/health': HEALTH },
  },
  {
    name: 'elasticsearch',
    version: null,
    access: 'required',
    replies: {},
    elsewhere: denied(
      401,
      '{"error":{"root_cause":[{"type":"security_exception","reason":"missing authentication credentials"}]},"status":401}',
      'WWW-Authenticate: Basic realm="security", charset="UTF-8"',
      'WWW-Authenticate: ApiKey',
    ),
  },
  {
    name: 'elasticsearch',
    version: '8.9.0',
    access: 'unknown',
    replies: { '/': ELASTIC_ROOT, '/_cluster/health': denied(403, '{"error":{"type":"security_exception"}}') },
  },
  {
    name: 'opensearch',
    version: '2.11.0',
    access: 'none-required',
    replies: { '/': OPENSEARCH_ROOT, '/_cluster/health': HEALTH },
  },
  {
    name: 'opensearch',
    version: null,
    access: 'required',
    replies: {},
    elsewhere: [401, ['WWW-Authenticate: Basic realm="OpenSearch Security"'], 'Unauthorized'],
  },
  {
    name: 'kibana',
    version: '8.9.0',
    access: 'none-required',
    replies: {
      '/': redirect('/app/home', 'kbn-name: n', 'kbn-license-sig: abc'),
      '/api/status':
        '{"name":"n","uuid":"5b2de169-2785-441b-ae8c-186a1936b17d","version":{"number":"8.9.0","build_number":1},"status":{}}',
      '/api/spaces/space': '[{"id":"default","name":"Default","color":"#00bfb3"}]',
    },
  },
  {
    name: 'kibana',
    version: null,
    access: 'required',
    replies: {
      '/': redirect('/login?next=%2F', 'kbn-name: n', 'kbn-license-sig: abc'),
      '/api/status': '{"status":{"overall":{"level":"available"}}}',
      '/api/spaces/space': denied(401, '{"statusCode":401,"error":"Unauthorized","message":"Unauthorized"}'),
    },
  },
  {
    name: 'couchdb',
    version: '3.3.2',
    access: 'none-required',
    replies: {
      '/': [
        200,
        ['Server: CouchDB/3.3.2 (Erlang OTP/24)'],
        '{"couchdb":"Welcome","version":"3.3.2","git_sha":"11a234070"}\n',
      ],
      '/_session':
        '{"ok":true,"userCtx":{"name":null,"roles":[]},"info":{"authentication_handlers":["cookie","default"]}}\n',
      '/_all_dbs?limit=1': '["_users"]\n',
    },
  },
  {
    name: 'couchdb',
    version: '1.6.1',
    access: 'none-required',
    replies: {
      '/': [200, ['Server: CouchDB/1.6.1 (Erlang OTP/19)'], '{"couchdb":"Welcome","uuid":"x","version":"1.6.1"}\n'],
      '/_session': '{"ok":true,"userCtx":{"name":null,"roles":["_admin"]},"info":{}}\n',
    },
  },
  {
    name: 'couchdb',
    version: '3.3.2',
    access: 'required',
    replies: {
      '/': [200, ['Server: CouchDB/3.3.2 (Erlang OTP/24)'], '{"couchdb":"Welcome","version":"3.3.2"}\n'],
      '/_session': '{"ok":true,"userCtx":{"name":null,"roles":[]},"info":{}}\n',
      '/_all_dbs?limit=1': denied(401, '{"error":"unauthorized","reason":"You are not a server admin."}\n'),
    },
  },
  {
    name: 'influxdb',
    version: '1.8.10',
    access: 'none-required',
    replies: {
      '/ping': [204, ['X-Influxdb-Build: OSS', 'X-Influxdb-Version: 1.8.10'], ''],
      '/query?q=SHOW%20DATABASES':
        '{"results":[{"statement_id":0,"series":[{"name":"databases","columns":["name"],"values":[["_internal"]]}]}]}\n',
    },
  },
  {
    name: 'influxdb',
    version: '1.8.10',
    access: 'required',
    replies: {
      '/ping': [204, ['X-Influxdb-Version: 1.8.10'], ''],
      '/query?q=SHOW%20DATABASES': denied(401, '{"error":"unable to parse authentication credentials"}\n'),
    },
  },
  {
    name: 'influxdb',
    version: '2.7.1',
    access: 'none-required',
    replies: {
      '/': page('InfluxDB'),
      '/ping': [204, ['X-Influxdb-Build: OSS', 'X-Influxdb-Version: v2.7.1'], ''],
      '/api/v2/setup': '{\n\t"allowed": true\n}',
    },
  },
  {
    name: 'influxdb',
    version: '2.7.1',
    access: 'required',
    replies: {
      '/': page('InfluxDB'),
      '/ping': [204, ['X-Influxdb-Build: OSS', 'X-Influxdb-Version: v2.7.1'], ''],
      '/api/v2/setup': '{\n\t"allowed": false\n}',
      '/query?q=SHOW%20DATABASES': denied(401, '{"code":"unauthorized","message":"Unauthorized"}'),
    },
  },
  {
    name: 'clickhouse',
    version: '23.8.1.2992',
    access: 'none-required',
    replies: {
      '/': [200, ['X-ClickHouse-Summary: {}'], 'Ok.\n'],
      [CLICKHOUSE]: [200, ['X-ClickHouse-Query-Id: 1', 'Content-Type: text/tab-separated-values'], '23.8.1.2992\n'],
    },
  },
  {
    name: 'clickhouse',
    version: null,
    access: 'required',
    replies: {
      '/': [200, [], 'Ok.\n'],
      [CLICKHOUSE]: [
        403,
        ['X-ClickHouse-Exception-Code: 516'],
        'Code: 516. DB::Exception: default: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)\n',
      ],
    },
  },
  {
    name: 'clickhouse',
    version: null,
    access: 'refused-by-acl',
    replies: {
      '/': [200, [], 'Ok.\n'],
      [CLICKHOUSE]: [
        500,
        [],
        'Code: 195, e.displayText() = DB::Exception: User default is not allowed to connect from address\n',
      ],
    },
  },
  {
    name: 'prometheus',
    version: '2.42.0+ds',
    access: 'none-required',
    replies: {
      '/': redirect('/graph'),
      '/graph': page('Prometheus Time Series Collection and Processing Server'),
      '/api/v1/status/buildinfo': PROMETHEUS_BUILD,
      '/api/v1/query?query=1': '{"status":"success","data":{"resultType":"scalar","result":[1700000000.1,"1"]}}',
    },
  },
  {
    name: 'prometheus',
    version: null,
    access: 'required',
    replies: {
      '/': redirect('/graph'),
      '/graph': page('Prometheus Time Series Collection and Processing Server'),
      '/api/v1/query?query=1': [401, ['WWW-Authenticate: Basic'], 'Unauthorized\n'],
    },
  },
];
