import { openOrAsks } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** What runs other people's work: schedulers, flows, clusters and browsers. */
export const WORKFLOWS = [
  {
    name: 'argo-workflows',
    product: 'Argo Workflows',
    ports: [2746],
    hints: [{ title: /^Argo$/ }],
    identify: {
      path: '/api/v1/version',
      marker: { status: 200, body: /^\{"version":"[^"]{1,60}","buildDate":"[^"]{1,40}","gitCommit":"/ },
      version: /"version":"v?([\w.+-]{1,60})"/,
    },
    access: [openOrAsks('/api/v1/workflows/?listOptions.limit=1&fields=metadata', /^\{"metadata":\{/, [401, 403])],
    source: 'argo-workflows.readthedocs.io: argo server auth mode, REST API',
  },
  {
    name: 'airflow',
    product: 'Apache Airflow',
    ports: [],
    hints: [{ title: /\bAirflow\b/ }],
    identify: [
      {
        path: '/api/v1/version',
        marker: { status: 200, body: /^\{\s*"git_version":\s*(?:"[^"]{0,120}"|null),\s*"version":\s*"\d/ },
        version: /"version":\s*"([\w.+-]{1,40})"/,
      },
      {
        path: '/api/v2/version',
        marker: { status: 200, body: /^\{\s*"version":\s*"\d[^"]{0,40}",\s*"git_version":/ },
        version: /"version":\s*"([\w.+-]{1,40})"/,
      },
    ],
    access: ['/api/v1/dags?limit=1&fields=dag_id', '/api/v2/dags?limit=1'].map((path) => ({
      path,
      readings: [
        { status: 200, body: /^\{\s*"dags":/, access: 'none-required' as const },
        { status: [401, 403], access: 'required' as const },
      ],
    })),
    source: 'airflow.apache.org/docs: stable REST API of versions 2 and 3 (get_version, get_dags), API authentication',
  },
  {
    name: 'node-red',
    product: 'Node-RED',
    ports: [1880],
    hints: [{ title: /^Node-RED$/, proves: true }],
    version: /"version":"(\d[\w.+-]{0,40})"/,
    access: [
      {
        // Needs the permission settings.read, as every other part of the editor's API needs one.
        path: '/settings',
        readings: [
          { status: 200, body: /^\{"httpNodeRoot":"/, access: 'none-required' },
          { status: 401, access: 'required' },
        ],
      },
    ],
    source: 'nodered.org/docs/api/admin: GET /settings, authentication',
  },
  {
    name: 'n8n',
    product: 'n8n',
    ports: [5678],
    hints: [{ title: /^n8n\.io - Workflow Automation$/, proves: true }],
    identify: {
      path: '/rest/settings',
      marker: { status: 200, body: /"(?:versionCli|instanceId)":"/ },
      version: /"versionCli":"([\w.+-]{1,40})"/,
    },
    access: [
      {
        path: '/rest/settings',
        // Whoever comes first becomes its owner.
        readings: [{ status: 200, body: /"showSetupOnFirstLoad":true/, access: 'none-required' }],
      },
      { path: '/rest/workflows?limit=1', readings: [{ status: 401, access: 'required' }] },
    ],
    source: 'docs.n8n.io: user management; packages/cli frontend settings',
  },
  {
    name: 'hadoop-yarn',
    product: 'Hadoop YARN',
    ports: [8088],
    hints: [{ path: '/cluster' }, { title: /^(?:All Applications|About the Cluster)$/ }],
    identify: {
      path: '/ws/v1/cluster/info',
      marker: { body: /hadoopVersion"?[:>]/ },
      version: /hadoopVersion"?[:>]"?(\d[\w.-]{0,40})/,
    },
    access: [openOrAsks('/ws/v1/cluster/apps?limit=1', /^(?:\{"apps":|<\?xml [^>]{0,80}\?>\s*<apps)/, [401, 403])],
    source: 'hadoop.apache.org/docs/stable: ResourceManager REST APIs',
  },
  {
    name: 'hadoop-hdfs',
    product: 'Hadoop HDFS',
    ports: [9870, 50070, 9864],
    hints: [{ body: /\bdfshealth\.(?:html|jsp)/ }, { title: /^Hadoop Administration$/ }],
    identify: {
      path: '/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo',
      marker: { status: 200, body: /"name"\s*:\s*"Hadoop:service=NameNode,name=NameNodeInfo"/ },
      version: /"(?:Software)?Version"\s*:\s*"(\d[\w.-]{0,40})/,
    },
    access: [openOrAsks('/webhdfs/v1/?op=GETFILESTATUS', /^\{"FileStatus":\{/, [401, 403])],
    source: 'hadoop.apache.org/docs/stable: WebHDFS REST API, metrics over JMX',
  },
  {
    name: 'spark',
    product: 'Apache Spark',
    ports: [4040, 6066, 18080],
    hints: [
      { title: /^Spark (?:Master|Worker) at /, proves: true },
      { title: / - Spark Jobs$/, proves: true },
      { title: /^History Server$/ },
      { body: /"serverSparkVersion"\s*:\s*"\d/, proves: true },
    ],
    identify: {
      path: '/api/v1/version',
      marker: { status: 200, body: /^\{\s*"spark"\s*:\s*"\d/ },
      version: /"spark"\s*:\s*"([\w.-]{1,40})"/,
    },
    version: /"serverSparkVersion"\s*:\s*"([\w.-]{1,40})"|<span class="version"[^>]{0,60}>(\d[\w.-]{0,40})</,
    access: [
      openOrAsks('/json/', /"url"\s*:\s*"spark:\/\//, [401, 403]),
      {
        path: '/api/v1/applications?limit=1',
        readings: [
          { status: 200, header: ['content-type', /^application\/json/], body: /^\[/, access: 'none-required' },
          { status: [401, 403], access: 'required' },
        ],
      },
      {
        path: '/v1/submissions/status/portreeve',
        readings: [{ body: /"action"\s*:\s*"SubmissionStatusResponse"/, access: 'none-required' }],
      },
    ],
    source: 'spark.apache.org/docs/latest: monitoring, security, standalone mode',
  },
  {
    name: 'selenium',
    product: 'Selenium Grid',
    ports: [4444],
    hints: [{ title: /^Selenium (?:Grid|Standalone|Hub)/ }, { path: '/ui' }, { body: /\bselenium-?grid\b/i }],
    identify: {
      path: '/status',
      marker: { status: 200, body: /"message"\s*:\s*"Selenium Grid (?:not )?ready/ },
      version: /"version"\s*:\s*"(\d[\w.-]{0,20})/,
    },
    access: [
      {
        path: '/status',
        // Whoever may ask the router may also start browsers.
        readings: [{ status: 200, body: /"message"\s*:\s*"Selenium Grid (?:not )?ready/, access: 'none-required' }],
      },
    ],
    source: 'selenium.dev/documentation/grid: status endpoint, basic authentication',
  },
] as const satisfies readonly WebApplication[];
