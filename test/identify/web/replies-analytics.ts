import { asks, html, json, plain, redirect, reply, type WebCases } from './web-case.ts';

const NIFI = reply(200, {}, '<title>HTTP 404</title> Did you mean: <a href="/nifi">/nifi</a>');
const LIVELY = '{"from":0,"total":0,"sessions":[]}';
const ZEPPELIN = {
  '/': html('Zeppelin'),
  '/api/version': json('{"status":"OK","message":"Zeppelin version","body":{"version":"0.10.1"}}'),
};
const KESTRA = {
  '/': redirect('/ui/'),
  '/ui/': html('Kestra'),
  '/api/v1/configs': json('{"uuid":"x","version":"0.15.0","isAnonymousUsageEnabled":true,"isBasicAuthEnabled":false}'),
};
const SUPERSET = { '/': redirect('/superset/welcome/'), '/superset/welcome/': redirect('/login/') };
const METABASE = {
  '/': html('Metabase'),
  '/api/session/properties': json('{"anon-tracking-enabled":true,"version":{"date":"2024-01-01","tag":"v0.48.1"}}'),
};
const H2O = { 'X-h2o-build-project-version': '3.44.0.3' };

export const ANALYTICS_REPLIES: WebCases = {
  nifi: {
    open: {
      pages: {
        '/': NIFI,
        '/nifi-api/flow/about': json('{"about":{"title":"NiFi","version":"1.23.2","uri":"http://lab:8080/nifi-api/"}}'),
      },
      access: 'none-required',
      version: '1.23.2',
    },
    'with a login': { pages: { '/': NIFI, '/nifi-api/flow/about': plain('Unauthorized', 401) }, access: 'required' },
  },
  flink: {
    open: {
      pages: {
        '/': html('Apache Flink Web Dashboard'),
        '/config': json('{"refresh-interval":3000,"flink-version":"1.18.0","features":{"web-submit":true}}'),
      },
      access: 'none-required',
      version: '1.18.0',
    },
  },
  livy: {
    open: { pages: { '/': html('Livy - Sessions'), '/sessions?size=1': json(LIVELY) }, access: 'none-required' },
    'with Kerberos': {
      pages: {
        '/': html('Livy - Sessions'),
        '/sessions?size=1': asks('Negotiate', '{"msg":"Authentication required"}'),
      },
      access: 'required',
    },
  },
  zeppelin: {
    open: {
      pages: { ...ZEPPELIN, '/api/notebook': json('{"status":"OK","message":"","body":[]}') },
      access: 'none-required',
      version: '0.10.1',
    },
    'with users': { pages: { ...ZEPPELIN, '/api/notebook': reply(403, {}) }, access: 'required' },
  },
  kestra: {
    open: {
      pages: { ...KESTRA, '/api/v1/flows/search?size=1': json('{"results":[],"total":0}') },
      access: 'none-required',
      version: '0.15.0',
    },
    'with a password': {
      pages: {
        ...KESTRA,
        '/api/v1/flows/search?size=1': asks('Basic'),
        '/api/v1/main/flows/search?size=1': asks('Basic'),
      },
      access: 'required',
    },
  },
  flowise: {
    open: {
      pages: {
        '/': html('Flowise - Low-code LLM apps builder'),
        '/api/v1/version': json('{"version":"1.4.9"}'),
        '/api/v1/chatflows': json('[]'),
      },
      access: 'none-required',
      version: '1.4.9',
    },
    'with a password': {
      pages: {
        '/': html('Flowise - Low-code LLM apps builder'),
        '/api/v1/version': json('{"version":"1.4.9"}'),
        '/api/v1/chatflows': json('{"error":"Unauthorized Access"}', 401),
      },
      access: 'required',
    },
  },
  langflow: {
    open: {
      pages: {
        '/': html('Langflow'),
        '/api/v1/version': json('{"version":"1.0.15","main_version":"1.0.15","package":"Langflow"}'),
        '/api/v1/flows/': json('[]'),
      },
      access: 'none-required',
      version: '1.0.15',
    },
    'that wants a token, which it may hand to everybody': {
      pages: {
        '/': html('Langflow'),
        '/api/v1/version': json('{"version":"1.0.15","main_version":"1.0.15","package":"Langflow"}'),
        '/api/v1/flows/': json('{"detail":"Not authenticated"}', 403),
      },
      access: 'unknown',
    },
  },
  superset: {
    'with a login': {
      pages: { ...SUPERSET, '/api/v1/dashboard/': json('{"msg":"Missing Authorization Header"}', 401) },
      access: 'required',
    },
    'with dashboards for strangers': {
      pages: { ...SUPERSET, '/api/v1/dashboard/': json('{"count":2,"ids":[1,2]}') },
      access: 'none-required',
    },
    'with a public role that shows nothing': {
      pages: { ...SUPERSET, '/api/v1/dashboard/': json('{"count":0,"ids":[]}') },
      access: 'unknown',
    },
  },
  metabase: {
    'with a login': {
      pages: { ...METABASE, '/api/user/current': plain('Unauthenticated', 401) },
      access: 'required',
      version: '0.48.1',
    },
    open: {
      pages: { ...METABASE, '/api/user/current': json('{"id":1,"is_superuser":true}') },
      access: 'none-required',
    },
  },
  redash: {
    'with a login': {
      pages: { '/': redirect('/login?next=%2F'), '/login?next=%2F': html('Login to Redash'), '/ping': plain('PONG.') },
      access: 'required',
    },
  },
  h2o: {
    open: {
      pages: {
        '/': redirect('/flow/index.html', H2O),
        '/flow/index.html': html('H2O Flow', '', H2O),
        '/3/About': json('{"__meta":{"schema_version":3,"schema_name":"AboutV3","schema_type":"Iced"}}'),
      },
      access: 'none-required',
      version: '3.44.0.3',
    },
  },
  dask: {
    open: {
      pages: {
        '/': redirect('status'),
        '/status': plain('Dask needs bokeh'),
        '/info/main/workers.html': html(' Workers ', '<h1 class="title"> Scheduler tcp://127.0.0.1:8786 </h1>'),
      },
      access: 'none-required',
    },
  },
  prefect: {
    open: {
      pages: { '/': html('Prefect Server'), '/api/admin/version': json('"2.14.11"') },
      access: 'none-required',
      version: '2.14.11',
    },
    'with a password': {
      pages: {
        '/': html('Prefect Server'),
        '/api/admin/version': json('{"exception_message":"Unauthorized","detail":"Unauthorized"}', 401),
      },
      access: 'required',
    },
  },
  dagster: {
    open: {
      pages: {
        '/': html('Dagster'),
        '/server_info': json(
          '{"dagster_webserver_version":"1.5.13","dagster_version":"1.5.13","dagster_graphql_version":"1.5.13"}',
        ),
      },
      access: 'none-required',
      version: '1.5.13',
    },
  },
  'code-server': {
    'with a password': {
      pages: {
        '/': redirect('./login'),
        '/login': html('code-server login'),
        '/healthz': json('{"status":"expired","lastHeartbeat":0}'),
      },
      access: 'required',
    },
    open: {
      pages: {
        '/': html('', '<meta id="vscode-workbench-web-configuration" data-settings="{}">'),
        '/healthz': json('{"status":"alive","lastHeartbeat":1700000000000}'),
      },
      access: 'none-required',
    },
  },
  rstudio: {
    'with a login': {
      pages: {
        '/': redirect('/auth-sign-in?appUri=%2F'),
        '/auth-sign-in?appUri=%2F': html('RStudio Sign In'),
        '/auth-sign-in': html('RStudio Sign In'),
      },
      access: 'required',
    },
  },
};
