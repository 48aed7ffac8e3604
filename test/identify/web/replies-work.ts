import { denied, page, redirect, type SpokenCase } from './replies.ts';

const TORNADO = 'Server: TornadoServer/6.2';

const ARGOCD_LIST = '/api/v1/applications?fields=items.metadata.uid';

const UNAUTHORIZED = '{"detail":null,"status":401,"title":"Unauthorized","type":"about:blank"}\n';

/** Notebooks, models, build servers and whatever runs other people's work. */
export const WORK_SPOKEN: readonly SpokenCase[] = [
  {
    name: 'jupyterhub',
    version: '4.0.2',
    access: 'required',
    replies: {
      '/': redirect('/hub/', TORNADO, 'X-Jupyterhub-Version: 4.0.2'),
      '/hub/api/info': denied(403, '{"status": 403, "message": "Missing or invalid credentials."}'),
    },
  },
  {
    name: 'jupyter',
    version: '6.4.12',
    access: 'none-required',
    replies: {
      '/': redirect('/tree?', TORNADO),
      '/tree?': page('Home Page - Select or create a notebook', '', [TORNADO]),
      '/api': [200, ['Content-Type: application/json', TORNADO], '{"version": "6.4.12"}'],
      '/api/kernels': '[]',
    },
  },
  {
    name: 'jupyter',
    version: '2.7.0',
    access: 'required',
    replies: {
      '/': redirect('/lab?', TORNADO),
      '/lab?': redirect('/login?next=%2Flab%3F', TORNADO),
      '/login?next=%2Flab%3F': page('Jupyter Server', '', [TORNADO]),
      '/api': [200, ['Content-Type: application/json', TORNADO], '{"version": "2.7.0"}'],
      '/api/kernels': denied(403, '{"message": "Forbidden", "reason": null}'),
    },
  },
  {
    name: 'ray',
    version: '2.7.0',
    access: 'none-required',
    replies: {
      '/': page('Ray Dashboard'),
      '/api/version':
        '{"version": "4", "ray_version": "2.7.0", "ray_commit": "b4bba4717f5ba04ee25580fe8f88eed63ef0c5dc"}',
      '/api/jobs/': '[]',
    },
  },
  {
    name: 'ray',
    version: '2.52.0',
    access: 'required',
    replies: {
      '/': page('Ray Dashboard'),
      '/api/version': '{"version": "4", "ray_version": "2.52.0"}',
      '/api/jobs/': [401, [], 'Unauthorized: Missing authentication token'],
    },
  },
  {
    name: 'ollama',
    version: '0.1.17',
    access: 'none-required',
    replies: {
      '/': [200, ['Content-Type: text/plain; charset=utf-8'], 'Ollama is running'],
      '/api/version': '{"version":"0.1.17"}',
      '/api/tags': '{"models":[]}',
    },
  },
  {
    name: 'ollama',
    version: null,
    access: 'required',
    replies: { '/': [200, [], 'Ollama is running'] },
    elsewhere: denied(401, 'a proxy in front of the API'),
  },
  {
    name: 'mlflow',
    version: '2.7.1',
    access: 'none-required',
    replies: {
      '/': page('MLflow'),
      '/version': [200, ['Content-Type: text/html; charset=utf-8'], '2.7.1'],
      '/api/2.0/mlflow/experiments/search?max_results=1': '{\n  "experiments": []\n}',
    },
  },
  {
    name: 'mlflow',
    version: null,
    access: 'required',
    replies: {},
    elsewhere: [
      401,
      ['WWW-Authenticate: Basic realm="mlflow"'],
      'You are not authenticated. Please see https://www.mlflow.org/docs/latest/auth/index.html#authenticating-to-mlflow on how to authenticate.',
    ],
  },
  {
    name: 'triton',
    version: '2.37.0',
    access: 'none-required',
    replies: { '/': [400, [], ''], '/v2': '{"name":"triton","version":"2.37.0","extensions":["classification"]}' },
  },
  {
    name: 'jenkins',
    version: '2.414.3',
    access: 'none-required',
    replies: {
      '/': page('Dashboard [Jenkins]', '', ['X-Jenkins: 2.414.3']),
      '/api/json?tree=mode': '{"_class":"hudson.model.Hudson","mode":"NORMAL"}',
    },
  },
  {
    name: 'jenkins',
    version: '2.414.3',
    access: 'required',
    replies: {
      '/': [403, ['X-Jenkins: 2.414.3'], '<html><head></head><body>Authentication required</body></html>'],
      '/api/json?tree=mode': [403, ['X-Jenkins: 2.414.3'], 'Authentication required'],
    },
  },
  {
    name: 'teamcity',
    version: '2023.05.4',
    access: 'none-required',
    replies: {
      '/': redirect('/login.html', 'TeamCity-Node-Id: MAIN_SERVER'),
      '/login.html': page('Log in to TeamCity &mdash; TeamCity'),
      '/guestAuth/app/rest/server': [
        200,
        ['Content-Type: application/xml'],
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><server version="2023.05.4 (build 129421)" versionMajor="2023" buildNumber="129421"></server>',
      ],
    },
  },
  {
    name: 'teamcity',
    version: null,
    access: 'required',
    replies: {},
    elsewhere: [
      401,
      ['WWW-Authenticate: Basic realm="TeamCity"', 'WWW-Authenticate: Bearer realm="TeamCity"'],
      'Authentication required',
    ],
  },
  {
    name: 'gitlab',
    version: null,
    access: 'required',
    replies: {
      '/': redirect('/users/sign_in'),
      '/users/sign_in': page('Sign in · GitLab', '<meta content="GitLab" property="og:site_name">'),
      '/api/v4/version': denied(401, '{"message":"401 Unauthorized"}'),
    },
  },
  {
    name: 'gitlab',
    version: null,
    access: 'required',
    replies: {
      '/': redirect('https://gitlab.example/users/sign_in', 'Server: nginx'),
      '/api/v4/version': denied(
        401,
        '{"message":"401 Unauthorized"}',
        'X-Gitlab-Meta: {"correlation_id":"01","version":"1"}',
      ),
    },
  },
  {
    name: 'gitea',
    version: '1.20.5',
    access: 'unknown',
    replies: {
      '/': page('Gitea: Git with a cup of tea', '<meta name="author" content="Gitea - Git with a cup of tea">'),
      '/api/v1/version': '{"version":"1.20.5"}\n',
    },
  },
  {
    name: 'gitea',
    version: null,
    access: 'none-required',
    replies: { '/': page('Installation -  Gitea: Git with a cup of tea') },
  },
  {
    name: 'gitea',
    version: null,
    access: 'required',
    replies: {
      '/': page('Sign In', '<meta name="author" content="Gitea - Git with a cup of tea">'),
      '/api/v1/version': denied(403, '{"message":"Only signed in user is allowed to call APIs."}'),
    },
  },
  {
    name: 'forgejo',
    version: '7.0.5+gitea-1.21.11',
    access: 'unknown',
    replies: {
      '/': page('Forgejo: Beyond coding.', '<meta name="author" content="Forgejo – Beyond coding. We forge.">'),
      '/api/forgejo/v1/version': '{"version":"7.0.5+gitea-1.21.11"}\n',
    },
  },
  {
    name: 'forgejo',
    version: null,
    access: 'none-required',
    replies: { '/': page('Installation -  Forgejo: Beyond coding.') },
  },
  {
    name: 'argocd',
    version: '2.8.4+c279299',
    access: 'required',
    replies: {
      '/': page('Argo CD'),
      '/api/version': '{"Version":"v2.8.4+c279299"}',
      [ARGOCD_LIST]: denied(401, '{"error":"no session information","code":16}'),
    },
  },
  {
    name: 'argocd',
    version: '2.8.4+c279299',
    access: 'unknown',
    replies: {
      '/': page('Argo CD'),
      '/api/version': '{"Version":"v2.8.4+c279299"}',
      [ARGOCD_LIST]: '{"metadata":{},"items":null}',
    },
  },
  {
    name: 'argocd',
    version: '2.8.4+c279299',
    access: 'none-required',
    replies: {
      '/': page('Argo CD'),
      '/api/version': '{"Version":"v2.8.4+c279299"}',
      [ARGOCD_LIST]: '{"items":[{"metadata":{"uid":"84c47d3b"}}]}',
    },
  },
  {
    name: 'concourse',
    version: '7.10.0',
    access: 'required',
    replies: {
      '/': page('Concourse'),
      '/api/v1/info': '{"version":"7.10.0","worker_version":"2.4","external_url":"http://localhost:8080"}',
      '/api/v1/workers': [401, [], 'not authorized'],
    },
  },
  {
    name: 'gocd',
    version: '23.3.0',
    access: 'required',
    replies: {
      '/': redirect('/go/pipelines'),
      '/go/pipelines': redirect('/go/auth/login'),
      '/go/auth/login': page('Login - Go'),
      '/go/api/version': '{"version": "23.3.0", "build_number": "16991", "git_sha": "cd7ee53"}',
      '/go/api/dashboard': denied(401, '{"message": "You are not authenticated!"}'),
    },
  },
  {
    name: 'argo-workflows',
    version: '3.4.11',
    access: 'none-required',
    replies: {
      '/': page('Argo'),
      '/api/v1/version':
        '{"version":"v3.4.11","buildDate":"2023-09-06T22:48:27Z","gitCommit":"ee939bb","gitTreeState":"clean"}',
      '/api/v1/workflows/?listOptions.limit=1&fields=metadata': '{"metadata":{"resourceVersion":"811"}}',
    },
  },
  {
    name: 'argo-workflows',
    version: '3.4.11',
    access: 'required',
    replies: {
      '/': page('Argo'),
      '/api/v1/version':
        '{"version":"v3.4.11","buildDate":"2023-09-06T22:48:27Z","gitCommit":"ee939bb","gitTreeState":"clean"}',
      '/api/v1/workflows/?listOptions.limit=1&fields=metadata': denied(
        401,
        '{"code":16,"message":"token not valid for running mode"}',
      ),
    },
  },
  {
    name: 'airflow',
    version: '2.7.1',
    access: 'required',
    replies: {
      '/': redirect('/home'),
      '/home': redirect('/login/?next=%2Fhome'),
      '/login/?next=%2Fhome': page('Sign In - Airflow'),
      '/api/v1/version': '{\n  "git_version": ".release:d73ff7e2bc92",\n  "version": "2.7.1"\n}\n',
      '/api/v1/dags?limit=1&fields=dag_id': denied(401, UNAUTHORIZED),
    },
  },
  {
    name: 'airflow',
    version: '2.7.1',
    access: 'none-required',
    replies: {
      '/': redirect('/home'),
      '/home': page('DAGs - Airflow'),
      '/api/v1/version': '{\n  "git_version": null,\n  "version": "2.7.1"\n}\n',
      '/api/v1/dags?limit=1&fields=dag_id': '{\n  "dags": [],\n  "total_entries": 0\n}\n',
    },
  },
  {
    name: 'airflow',
    version: '3.0.1',
    access: 'required',
    replies: {
      '/': page('Airflow 3.0'),
      '/api/v2/version': '{"version":"3.0.1","git_version":".release:7cd7f0d4b8"}',
      '/api/v2/dags?limit=1': denied(401, '{"detail":"Not authenticated"}'),
    },
  },
  {
    name: 'node-red',
    version: '3.1.0',
    access: 'none-required',
    replies: {
      '/': page('Node-RED'),
      '/settings': '{"httpNodeRoot":"/","version":"3.1.0","context":{"default":"memory"}}',
    },
  },
  {
    name: 'node-red',
    version: null,
    access: 'required',
    replies: { '/': page('Node-RED'), '/settings': [401, [], 'Unauthorized'] },
  },
  {
    name: 'n8n',
    version: '1.9.3',
    access: 'none-required',
    replies: {
      '/': page('n8n.io - Workflow Automation'),
      '/rest/settings':
        '{"data":{"endpointWebhook":"webhook","versionCli":"1.9.3","userManagement":{"showSetupOnFirstLoad":true}}}',
    },
  },
  {
    name: 'n8n',
    version: '1.9.3',
    access: 'required',
    replies: {
      '/': page('n8n.io - Workflow Automation'),
      '/rest/settings': '{"data":{"versionCli":"1.9.3","userManagement":{"showSetupOnFirstLoad":false}}}',
      '/rest/workflows?limit=1': denied(401, '{"status":"error","message":"Unauthorized"}'),
    },
  },
  {
    name: 'hadoop-yarn',
    version: '3.3.4',
    access: 'none-required',
    replies: {
      '/': redirect('/cluster'),
      '/cluster': page('All Applications'),
      '/ws/v1/cluster/info': '{"clusterInfo":{"id":1,"state":"STARTED","hadoopVersion":"3.3.4"}}',
      '/ws/v1/cluster/apps?limit=1': '{"apps":{}}',
    },
  },
  {
    name: 'hadoop-yarn',
    version: '2.10.2',
    access: 'required',
    replies: {
      '/': redirect('/cluster'),
      '/ws/v1/cluster/info':
        '<?xml version="1.0" encoding="UTF-8"?><clusterInfo><hadoopVersion>2.10.2</hadoopVersion></clusterInfo>',
      '/ws/v1/cluster/apps?limit=1': [401, ['WWW-Authenticate: Negotiate'], 'Authentication required'],
    },
  },
  {
    name: 'hadoop-hdfs',
    version: '3.3.4',
    access: 'none-required',
    replies: {
      '/': page('Hadoop Administration', '<meta http-equiv="REFRESH" content="0;url=dfshealth.html" />'),
      '/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo':
        '{\n  "beans" : [ {\n    "name" : "Hadoop:service=NameNode,name=NameNodeInfo",\n    "Total" : 1,\n    "Version" : "3.3.4, ra585a73c3e02ac62350c136643a5e7f6095a3dbb"\n  } ]\n}',
      '/webhdfs/v1/?op=GETFILESTATUS': '{"FileStatus":{"accessTime":0,"type":"DIRECTORY"}}',
    },
  },
  {
    name: 'hadoop-hdfs',
    version: '3.3.4',
    access: 'required',
    replies: {
      '/': page('Hadoop Administration', '<meta http-equiv="REFRESH" content="0;url=dfshealth.html" />'),
      '/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo':
        '{"beans":[{"name":"Hadoop:service=NameNode,name=NameNodeInfo","SoftwareVersion":"3.3.4"}]}',
      '/webhdfs/v1/?op=GETFILESTATUS': [401, ['WWW-Authenticate: Negotiate'], 'Authentication required'],
    },
  },
  {
    name: 'spark',
    version: '3.4.1',
    access: 'none-required',
    replies: {
      '/': page(
        'Spark Master at spark://10.0.0.1:7077',
        '<span class="version" style="margin-right: 15px;">3.4.1</span>',
      ),
      '/json/': '{\n  "url" : "spark://10.0.0.1:7077",\n  "workers" : [ ]\n}',
    },
  },
  {
    name: 'spark',
    version: '3.4.1',
    access: 'none-required',
    replies: {
      '/': redirect('/jobs/'),
      '/jobs/': page('Example - Spark Jobs'),
      '/api/v1/version': '{\n  "spark" : "3.4.1"\n}',
      '/api/v1/applications?limit=1': '[ {\n  "id" : "local-1"\n} ]',
    },
  },
  {
    name: 'spark',
    version: '3.4.1',
    access: 'none-required',
    replies: {
      '/v1/submissions/status/portreeve':
        '{\n  "action" : "SubmissionStatusResponse",\n  "serverSparkVersion" : "3.4.1",\n  "success" : false\n}',
    },
    elsewhere: [
      400,
      [],
      '{\n  "action" : "ErrorResponse",\n  "message" : "Missing protocol version.",\n  "serverSparkVersion" : "3.4.1"\n}',
    ],
  },
  {
    name: 'spark',
    version: null,
    access: 'required',
    replies: { '/': page('Spark Master at spark://10.0.0.1:7077') },
    elsewhere: [401, ['WWW-Authenticate: Negotiate'], 'Authentication required'],
  },
  {
    name: 'selenium',
    version: '4.13.0',
    access: 'none-required',
    replies: {
      '/': redirect('/ui/'),
      '/ui/': page('Selenium Grid'),
      '/status':
        '{\n  "value": {\n    "ready": true,\n    "message": "Selenium Grid ready.",\n    "nodes": [\n      {\n        "version": "4.13.0 (revision ba948ece5b*)"\n      }\n    ]\n  }\n}',
    },
  },
];
