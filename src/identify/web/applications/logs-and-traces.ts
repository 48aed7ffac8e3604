import { loginInstead, openOrAsks, openTo } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** What keeps logs, traces and measurements of other programs. */
export const LOGS_AND_TRACES = [
  {
    name: 'loki',
    product: 'Grafana Loki',
    ports: [3100],
    hints: [],
    rootTellsNothing: true,
    identify: {
      path: '/loki/api/v1/status/buildinfo',
      marker: { status: 200, body: /^\{"(?:status|version)":"/ },
      version: /"version":"([\w.+-]{1,40})"/,
    },
    access: [
      {
        path: '/loki/api/v1/labels',
        readings: [
          { status: 200, body: /^\{"status":"success"/, access: 'none-required' },
          // Many tenants, and whoever asks says which: not yet an answer, but no password either.
          { status: 401, body: /no org id/, access: 'unknown' },
          { status: 401, access: 'required' },
        ],
      },
    ],
    source: 'grafana.com/docs/loki: HTTP API, authentication',
  },
  {
    name: 'tempo',
    product: 'Grafana Tempo',
    ports: [3200],
    hints: [],
    identify: {
      path: '/api/status/buildinfo',
      marker: { status: 200, body: /^\{"version":"/ },
      version: /"version":"([\w.+-]{1,40})"/,
    },
    access: [
      {
        path: '/api/search/tags',
        readings: [
          { status: 200, body: /^\{"(?:tagNames|scopes|metrics)":/, access: 'none-required' },
          { status: 401, body: /no org id/, access: 'unknown' },
          { status: 401, access: 'required' },
        ],
      },
    ],
    source: 'grafana.com/docs/tempo: HTTP API',
  },
  {
    name: 'mimir',
    product: 'Grafana Mimir',
    ports: [],
    hints: [{ title: /^Grafana Mimir$/ }],
    identify: {
      path: '/api/v1/status/buildinfo',
      marker: { status: 200, body: /"application":"Grafana Mimir"/ },
      version: /"version":"([\w.+-]{1,40})"/,
    },
    access: [
      {
        path: '/prometheus/api/v1/labels',
        readings: [
          { status: 200, body: /^\{"status":"success"/, access: 'none-required' },
          { status: 401, body: /no org id/, access: 'unknown' },
          { status: 401, access: 'required' },
        ],
      },
    ],
    source: 'grafana.com/docs/mimir: HTTP API',
  },
  {
    name: 'jaeger',
    product: 'Jaeger',
    ports: [16686],
    hints: [{ title: /^Jaeger UI$/ }],
    identify: { path: '/api/services', marker: { body: /^\{"data":(?:null|\[).{0,4000}"(?:total|errors)":/s } },
    version: /"gitVersion":"v?([\w.+-]{1,40})"/,
    access: [openTo('/api/services', /^\{"data":(?:null|\[)/)],
    source: 'jaegertracing.io/docs: query service, APIs',
  },
  {
    name: 'zipkin',
    product: 'Zipkin',
    ports: [9411],
    hints: [{ header: ['location', /\/zipkin\/?$/] }],
    identify: {
      path: '/info',
      marker: { status: 200, body: /"zipkin"\s*:\s*\{/ },
      version: /"version"\s*:\s*"([\w.+-]{1,40})"/,
    },
    access: [openOrAsks('/api/v2/services', /^\[(?:\]|")/)],
    source: 'zipkin.io: zipkin-api, zipkin-server',
  },
  {
    name: 'opensearch-dashboards',
    product: 'OpenSearch Dashboards',
    ports: [],
    hints: [
      { header: ['osd-name', /./], proves: true },
      { title: /^OpenSearch Dashboards$/, proves: true },
    ],
    version: /"version":\{"number":"([\w.-]{1,40})"/,
    access: [openOrAsks('/api/status', /"overall":\{/), loginInstead(/\/app\/login/)],
    source: 'docs.opensearch.org: OpenSearch Dashboards, status API, security plugin',
  },
  {
    name: 'victoriametrics',
    product: 'VictoriaMetrics',
    ports: [8428],
    hints: [{ body: /<h2>Single-node VictoriaMetrics<\/h2>/, proves: true }],
    access: [openOrAsks('/prometheus/api/v1/labels?limit=1', /^\{"status":"success"/)],
    source: 'docs.victoriametrics.com: URL examples, -httpAuth.username',
  },
] as const satisfies readonly WebApplication[];
