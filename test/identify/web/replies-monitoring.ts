import { asks, html, json, plain, redirect, reply, type WebCases } from './web-case.ts';

const BUILD = (version: string): string =>
  `{"version":"${version}","revision":"abc","branch":"HEAD","goVersion":"go1.21.3"}`;
const GRAFANA = {
  '/': redirect('/login'),
  '/login': html('Grafana', '<script>window.grafanaBootData = {}</script>'),
  '/api/health': json('{"commit":"abc","database":"ok","version":"10.2.3"}'),
};
const ZABBIX = { 'POST /api_jsonrpc.php': json('{"jsonrpc":"2.0","result":"6.4.10","id":1}') };
const SPLUNK = { Server: 'Splunkd', 'Content-Type': 'text/xml; charset=UTF-8' };

export const MONITORING_REPLIES: WebCases = {
  grafana: {
    'with anonymous access': {
      pages: { ...GRAFANA, '/api/org': json('{"id":1,"name":"Main Org.","address":{}}') },
      access: 'none-required',
      version: '10.2.3',
    },
    'with a login': {
      pages: { ...GRAFANA, '/api/org': json('{"message":"Unauthorized"}', 401) },
      access: 'required',
      version: '10.2.3',
    },
  },
  alertmanager: {
    open: {
      pages: {
        '/': html('Alertmanager'),
        '/api/v2/status': json(
          `{"cluster":{"peers":[],"status":"disabled"},"config":{"original":"global:\\n"},"versionInfo":${BUILD('0.26.0')}}`,
        ),
      },
      access: 'none-required',
      version: '0.26.0',
    },
  },
  pushgateway: {
    open: {
      pages: {
        '/': html('Prometheus Pushgateway'),
        '/api/v1/status': json(`{"status":"success","data":{"build_information":${BUILD('1.6.2')}}}`),
      },
      access: 'none-required',
      version: '1.6.2',
    },
  },
  'node-exporter': {
    open: {
      pages: {
        '/': html('Node Exporter', '<h2>Version: (version=1.7.0, branch=HEAD)</h2><a href="/metrics">Metrics</a>'),
        '/metrics': plain('# HELP go_gc_duration_seconds A summary\n# TYPE go_gc_duration_seconds summary\n'),
      },
      access: 'none-required',
      version: '1.7.0',
    },
  },
  'prometheus-exporter': {
    open: {
      pages: {
        '/': html('Redis Exporter v1.55.0', '<a href="/metrics">Metrics</a>'),
        '/metrics': plain('# HELP redis_up Information about the Redis instance\n# TYPE redis_up gauge\nredis_up 1\n'),
      },
      access: 'none-required',
    },
  },
  netdata: {
    open: {
      pages: {
        '/': html('netdata dashboard', '', { Server: 'Netdata Embedded HTTP Server v1.44.0' }),
        '/api/v1/info': json('{\n\t"version": "v1.44.0",\n\t"uid": "abc"}'),
      },
      access: 'none-required',
      version: '1.44.0',
    },
    'behind a password': {
      pages: { '/': html('netdata dashboard', '', { Server: 'Netdata Embedded HTTP Server v1.44.0' }) },
      otherwise: asks('Basic realm="netdata"'),
      access: 'required',
    },
  },
  'graphite-web': {
    open: {
      pages: {
        '/': html('Graphite Browser'),
        '/metrics/find?query=*': json('[{"text":"carbon","expandable":1,"leaf":0,"id":"carbon","allowChildren":1}]'),
      },
      access: 'none-required',
    },
  },
  'zabbix-web': {
    'with a login': {
      pages: {
        ...ZABBIX,
        '/': html('Zabbix', '<input type="password" name="password"> &copy; 2001-2024, Zabbix SIA'),
      },
      access: 'required',
      version: '6.4.10',
    },
    'for guests': {
      pages: {
        ...ZABBIX,
        '/': html('Zabbix', '<input name="password"><a href="index.php?enter=guest">sign in as guest</a> Zabbix SIA'),
      },
      access: 'unknown',
    },
  },
  splunk: {
    'management with a login': {
      pages: {
        '/': reply(200, SPLUNK, '<feed><title>splunkd</title><generator build="abc" version="9.1.2"/></feed>'),
        '/services/server/info': asks('Basic realm="/splunk"', '', SPLUNK),
      },
      access: 'required',
      version: '9.1.2',
    },
    'without users, as its free license has it': {
      pages: {
        '/': reply(200, SPLUNK, '<feed><title>splunkd</title><generator build="abc" version="9.1.2"/></feed>'),
        '/services/server/info': reply(200, SPLUNK, '<feed><title>server-info</title></feed>'),
      },
      access: 'none-required',
    },
    'web page with a login': {
      pages: { '/': redirect('/en-US/account/login', { Server: 'Splunkd' }) },
      access: 'required',
    },
  },
  nagios: {
    'with a password': { pages: { '/': asks('Basic realm="Nagios Access"') }, access: 'required' },
  },
  'icinga-api': {
    'with a password': {
      pages: { '/': asks('Basic realm="Icinga 2"', '', { Server: 'Icinga/r2.14.0-1' }) },
      access: 'required',
      version: '2.14.0',
    },
  },
  cadvisor: {
    open: {
      pages: {
        '/': redirect('/containers/'),
        '/containers/': html('cAdvisor - /'),
        '/api/v1.3/machine': json('{"timestamp":"2026-01-01T00:00:00Z","vendor_id":"GenuineIntel","num_cores":4}'),
      },
      access: 'none-required',
    },
  },
  'weave-scope': {
    open: {
      pages: {
        '/': html('Weave Scope'),
        '/api': json('{"id":"scope","version":"1.13.2","hostname":"lab","plugins":[],"capabilities":{}}'),
        '/api/topology': json('[{"name":"Processes","rank":1}]'),
      },
      access: 'none-required',
      version: '1.13.2',
    },
    'with a password': {
      pages: {
        '/': html('Weave Scope'),
        '/api': json('{"id":"scope","version":"1.13.2"}'),
        '/api/topology': asks('Basic realm="scope"'),
      },
      access: 'required',
    },
  },
  'uptime-kuma': {
    'with a login inside': {
      pages: { '/': redirect('/dashboard'), '/dashboard': html('Uptime Kuma') },
      access: 'unknown',
    },
  },
  'checkmk-web': {
    'with a login': {
      pages: { '/': redirect('/monitoring/check_mk/login.py?_origtarget=index.py') },
      access: 'required',
    },
  },
};
