import { asks, html, json, plain, redirect, reply, type WebCases } from './web-case.ts';

const BUILD = (version: string): string =>
  `{"version":"${version}","revision":"abc","branch":"HEAD","goVersion":"go1.21.3"}`;
const NO_TENANT = plain('no org id\n', 401);

export const LOGS_AND_TRACES_REPLIES: WebCases = {
  loki: {
    open: {
      pages: {
        '/': plain('404 page not found\n', 404),
        '/loki/api/v1/status/buildinfo': json(BUILD('2.9.3')),
        '/loki/api/v1/labels': json('{"status":"success","data":["app"]}'),
      },
      access: 'none-required',
      version: '2.9.3',
    },
    'of many tenants': {
      pages: {
        '/': plain('404 page not found\n', 404),
        '/loki/api/v1/status/buildinfo': json(BUILD('2.9.3')),
        '/loki/api/v1/labels': NO_TENANT,
      },
      access: 'unknown',
    },
    'behind a password': {
      pages: {
        '/': plain('404 page not found\n', 404),
        '/loki/api/v1/status/buildinfo': json(BUILD('2.9.3')),
        '/loki/api/v1/labels': asks('Basic realm="loki"'),
      },
      access: 'required',
    },
  },
  tempo: {
    open: {
      pages: { '/api/status/buildinfo': json(BUILD('2.3.1')), '/api/search/tags': json('{"tagNames":["cluster"]}') },
      onUsualPort: true,
      access: 'none-required',
      version: '2.3.1',
    },
    'behind a password': {
      pages: { '/api/status/buildinfo': json(BUILD('2.3.1')), '/api/search/tags': asks('Basic realm="tempo"') },
      onUsualPort: true,
      access: 'required',
    },
  },
  mimir: {
    open: {
      pages: {
        '/': html('Grafana Mimir'),
        '/api/v1/status/buildinfo': json(
          `{"status":"success","data":{"application":"Grafana Mimir","version":"2.10.4"}}`,
        ),
        '/prometheus/api/v1/labels': json('{"status":"success","data":[]}'),
      },
      access: 'none-required',
      version: '2.10.4',
    },
    'of many tenants': {
      pages: {
        '/': html('Grafana Mimir'),
        '/api/v1/status/buildinfo': json(
          `{"status":"success","data":{"application":"Grafana Mimir","version":"2.10.4"}}`,
        ),
        '/prometheus/api/v1/labels': NO_TENANT,
      },
      access: 'unknown',
    },
    'behind a password': {
      pages: {
        '/': html('Grafana Mimir'),
        '/api/v1/status/buildinfo': json(
          `{"status":"success","data":{"application":"Grafana Mimir","version":"2.10.4"}}`,
        ),
        '/prometheus/api/v1/labels': asks('Basic realm="mimir"'),
      },
      access: 'required',
    },
  },
  jaeger: {
    open: {
      pages: {
        '/': html('Jaeger UI'),
        '/api/services': json('{"data":["frontend"],"total":1,"limit":0,"offset":0,"errors":null}'),
      },
      access: 'none-required',
    },
  },
  zipkin: {
    open: {
      pages: {
        '/': redirect('/zipkin/'),
        '/info': json('{"zipkin":{"version":"2.24.3","commit":"abc"}}'),
        '/api/v2/services': json('["frontend"]'),
      },
      access: 'none-required',
      version: '2.24.3',
    },
    'behind a password': {
      pages: {
        '/': redirect('/zipkin/'),
        '/info': json('{"zipkin":{"version":"2.24.3","commit":"abc"}}'),
        '/api/v2/services': asks('Basic realm="zipkin"'),
      },
      access: 'required',
    },
  },
  'opensearch-dashboards': {
    open: {
      pages: {
        '/': redirect('/app/home', { 'osd-name': 'lab' }),
        '/api/status': json('{"name":"lab","version":{"number":"2.11.1"},"status":{"overall":{"state":"green"}}}'),
      },
      access: 'none-required',
      version: '2.11.1',
    },
    'with a login': {
      pages: {
        '/': redirect('/app/login?', { 'osd-name': 'lab' }),
        '/api/status': json('{"error":"Unauthorized"}', 401),
      },
      access: 'required',
    },
  },
  victoriametrics: {
    open: {
      pages: {
        '/': reply(200, { 'Content-Type': 'text/html' }, '<h2>Single-node VictoriaMetrics</h2></br>'),
        '/prometheus/api/v1/labels?limit=1': json('{"status":"success","data":[]}'),
      },
      access: 'none-required',
    },
    'behind a password': {
      pages: {
        '/': reply(200, { 'Content-Type': 'text/html' }, '<h2>Single-node VictoriaMetrics</h2></br>'),
        '/prometheus/api/v1/labels?limit=1': asks('Basic realm="VictoriaMetrics"'),
      },
      access: 'required',
    },
  },
};
