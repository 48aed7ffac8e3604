import { loginInstead, openOrAsks, openTo, type AccessQuestion } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

const VERSION = /"version":"([\w.+-]{1,40})"/;

/** What Grafana's databases keep for one tenant or many; of many, whoever asks says which: not yet an answer, but no password either. */
function ofTenants(path: string, body: RegExp): AccessQuestion {
  const { readings } = openOrAsks(path, body);
  return { path, readings: [{ status: 401, body: /no org id/, access: 'unknown' }, ...readings] };
}

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
      version: VERSION,
    },
    access: [ofTenants('/loki/api/v1/labels', /^\{"status":"success"/)],
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
      version: VERSION,
    },
    access: [ofTenants('/api/search/tags', /^\{"(?:tagNames|scopes|metrics)":/)],
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
      version: VERSION,
    },
    access: [ofTenants('/prometheus/api/v1/labels', /^\{"status":"success"/)],
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
