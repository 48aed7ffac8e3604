import { loginInstead, openOrAsks, openTo } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

const SIGN_IN = /type=["']?password/i;

/** What watches other machines: metrics, traces, logs, alarms. */
export const MONITORING = [
  {
    name: 'grafana',
    product: 'Grafana',
    ports: [],
    hints: [{ title: /^Grafana$/ }, { body: /window\.grafanaBootData/ }],
    identify: {
      path: '/api/health',
      marker: { status: [200, 503], body: /"database":\s*"\w/ },
      version: /"version":\s*"([\w.+-]{1,40})"/,
    },
    access: [
      // Answers strangers only where anonymous access is on.
      openOrAsks('/api/org', /^\{"id":\d+,"name":"/),
    ],
    source: 'grafana.com/docs: HTTP API, health, organization, anonymous authentication',
  },
  {
    name: 'alertmanager',
    product: 'Alertmanager',
    ports: [9093],
    hints: [{ title: /^Alertmanager$/ }],
    identify: {
      path: '/api/v2/status',
      marker: { status: 200, body: /^\{"cluster":\{/ },
      version: /"versionInfo":\{[^}]{0,400}"version":"([\w.+-]{1,40})"/,
    },
    access: [openTo('/api/v2/status', /"config":\{"original":"/)],
    source: 'github.com/prometheus/alertmanager: api/v2/openapi.yaml',
  },
  {
    name: 'pushgateway',
    product: 'Prometheus Pushgateway',
    ports: [9091],
    hints: [{ title: /^Prometheus Pushgateway$/ }],
    identify: {
      path: '/api/v1/status',
      marker: { status: 200, body: /^\{"status":"success","data":\{"build_information":\{/ },
      version: /"build_information":\{[^}]{0,400}"version":"([\w.+-]{1,40})"/,
    },
    access: [openTo('/api/v1/status', /"build_information":\{/)],
    source: 'github.com/prometheus/pushgateway: query API, exporter-toolkit',
  },
  {
    name: 'node-exporter',
    product: 'Prometheus Node Exporter',
    ports: [],
    hints: [{ title: /^Node Exporter$/, proves: true }],
    version: /(?:node_exporter_build_info\{[^}]{0,300}[{,]version="|Version: \(version=)([\w.+-]{1,40})/,
    access: [openTo('/metrics', /^# (?:HELP|TYPE) \w/)],
    source: 'github.com/prometheus/node_exporter, exporter-toolkit',
  },
  {
    name: 'prometheus-exporter',
    product: 'Prometheus exporter',
    ports: [],
    hints: [{ title: /^[\w ./-]{1,60} Exporter$/i }, { body: /<a href=["']?\/?(?:metrics|probe)\b/i }],
    identify: { path: '/metrics', marker: { status: 200, body: /^# (?:HELP|TYPE) [a-z_]\w* / } },
    access: [openTo('/metrics', /^# (?:HELP|TYPE) \w/)],
    source: 'prometheus.io/docs: exposition formats, writing exporters',
  },
  {
    name: 'netdata',
    product: 'Netdata',
    ports: [19999],
    hints: [{ header: ['server', /^Netdata Embedded HTTP/i], proves: true }],
    version: /server: netdata embedded http(?:d| server)? v?([\w.-]{1,40})/i,
    access: [openOrAsks('/api/v1/info', /^\{\s*"version":/)],
    source: 'learn.netdata.cloud: REST API, web server configuration',
  },
  {
    name: 'graphite-web',
    product: 'Graphite',
    ports: [],
    hints: [{ title: /^Graphite(?: Browser| Dashboard)?$/ }],
    identify: {
      path: '/metrics/find?query=*',
      marker: { status: 200, body: /^\[(?:\]|\{"(?:text|leaf|allowChildren|expandable|context|id)":)/ },
    },
    access: [openTo('/metrics/find?query=*', /^\[/)],
    source: 'graphite.readthedocs.io: the metrics API',
  },
  {
    name: 'zabbix-web',
    product: 'Zabbix',
    ports: [],
    hints: [{ body: /href="https:\/\/www\.zabbix\.com|Zabbix SIA/ }, { header: ['set-cookie', /^zbx_session/] }],
    identify: {
      path: '/api_jsonrpc.php',
      method: 'POST',
      contentType: 'application/json-rpc',
      body: '{"jsonrpc":"2.0","method":"apiinfo.version","params":[],"id":1}',
      readOnlyBecause: 'apiinfo.version is the one method for strangers: it tells the version',
      marker: { status: 200, body: /^\{"jsonrpc":"2\.0","result":"\d/ },
      version: /"result":"([\w.]{1,40})"/,
    },
    access: [
      {
        path: '/',
        readings: [
          // What guests may see is for the dashboards to say.
          { status: 200, body: /enter=guest/, access: 'unknown' },
          { status: 200, body: /name="password"/, access: 'required' },
        ],
      },
    ],
    source: 'zabbix.com/documentation: API, apiinfo.version, guest user',
  },
  {
    name: 'splunk',
    product: 'Splunk',
    ports: [],
    hints: [{ header: ['server', /^Splunkd/], proves: true }],
    version: /<generator build="[^"]{1,40}" version="([\w.]{1,40})"/,
    access: [openOrAsks('/services/server/info', /<title>server-info/), loginInstead(/\/account\/login/)],
    source: 'docs.splunk.com: REST API reference, server/info',
  },
  {
    name: 'nagios',
    product: 'Nagios Core',
    ports: [],
    hints: [
      { header: ['www-authenticate', /realm="Nagios(?: Core| Access|4)?/], proves: true },
      { title: /^Nagios(?: Core|: )/, proves: true },
    ],
    access: [],
    source: 'nagios-core documentation: CGI security',
  },
  {
    name: 'icinga-api',
    product: 'Icinga 2',
    ports: [5665],
    hints: [
      { header: ['www-authenticate', /realm="Icinga 2"/], proves: true },
      { header: ['server', /^Icinga\/r?\d/], proves: true },
    ],
    version: /server: icinga\/r?([\w.]{1,20})/i,
    access: [],
    source: 'icinga.com/docs/icinga-2: REST API, authentication',
  },
  {
    name: 'cadvisor',
    product: 'cAdvisor',
    ports: [],
    hints: [{ header: ['location', /\/containers\/$/] }, { title: /^cAdvisor - / }],
    identify: {
      path: '/api/v1.3/machine',
      marker: { status: 200, body: /^\{(?:"timestamp":"[^"]{1,40}",)?(?:"vendor_id":"[^"]{0,60}",)?"num_cores":\d/ },
    },
    access: [openTo('/api/v1.3/machine', /"num_cores":\d/)],
    source: 'github.com/google/cadvisor: docs/api.md',
  },
  {
    name: 'weave-scope',
    product: 'Weave Scope',
    ports: [4040],
    hints: [{ title: /^Weave Scope$/ }],
    identify: {
      path: '/api',
      marker: { status: 200, body: /^\{"id":"[^"]{1,80}","version":"/ },
      version: /"version":"([\w.-]{1,40})"/,
    },
    access: [openOrAsks('/api/topology', /^\[\{/)],
    source: 'github.com/weaveworks/scope: app/router.go',
  },
  {
    name: 'uptime-kuma',
    product: 'Uptime Kuma',
    ports: [],
    hints: [{ title: /^Uptime Kuma$/, proves: true }],
    access: [],
    source: 'github.com/louislam/uptime-kuma: the login goes over a WebSocket',
  },
  {
    name: 'checkmk-web',
    product: 'Checkmk',
    ports: [],
    hints: [{ header: ['location', /\/check_mk\/(?:login\.py|$)/] }, { title: /^Checkmk / }],
    identify: { path: '/', marker: { header: ['location', /\/check_mk\//] } },
    access: [loginInstead(/\/check_mk\/login\.py/, SIGN_IN)],
    source: 'docs.checkmk.com: user interface, REST API',
  },
] as const satisfies readonly WebApplication[];
