import { denied, page, redirect, type SpokenCase } from './replies.ts';

const APISERVER_DENIES = (code: number, reason: string, message: string): string =>
  `{\n  "kind": "Status",\n  "apiVersion": "v1",\n  "metadata": {},\n  "status": "Failure",\n  "message": "${message}",\n  "reason": "${reason}",\n  "details": {},\n  "code": ${code}\n}`;

const DOCKER_VERSION =
  '{"Platform":{"Name":"Docker Engine - Community"},"Components":[{"Name":"Engine","Version":"24.0.7","Details":{"ApiVersion":"1.43"}}],"Version":"24.0.7","ApiVersion":"1.43","MinAPIVersion":"1.12","GitCommit":"311b9ff","GoVersion":"go1.20.10","Os":"linux","Arch":"amd64"}\n';

const KUBERNETES_VERSION =
  '{\n  "major": "1",\n  "minor": "28",\n  "gitVersion": "v1.28.4+k3s2",\n  "gitCommit": "6ba6c1b",\n  "platform": "linux/amd64"\n}';

const FORBIDDEN_POD = 'Forbidden (user=system:anonymous, verb=get, resource=nodes, subresource(s)=[proxy])';

/** Engines, registries, orchestrators. */
export const CONTAINERS_SPOKEN: readonly SpokenCase[] = [
  {
    name: 'docker',
    version: '24.0.7',
    access: 'none-required',
    replies: { '/version': DOCKER_VERSION, '/containers/json?limit=1': '[]\n' },
    elsewhere: [404, ['Content-Type: application/json'], '{"message":"page not found"}\n'],
  },
  {
    name: 'docker',
    version: '24.0.7',
    access: 'refused-by-acl',
    replies: {
      '/version': DOCKER_VERSION,
      '/containers/json?limit=1': denied(403, '{"message":"authorization denied by plugin example: no"}\n'),
    },
  },
  {
    name: 'docker',
    version: '24.0.7',
    access: 'unknown',
    replies: { '/version': DOCKER_VERSION, '/containers/json?limit=1': [503, [], 'a proxy is lost'] },
  },
  {
    name: 'kubernetes',
    version: '1.28.4+k3s2',
    access: 'required',
    replies: {
      '/': denied(
        403,
        APISERVER_DENIES(403, 'Forbidden', 'forbidden: User \\"system:anonymous\\" cannot get path \\"/\\"'),
      ),
      '/version': KUBERNETES_VERSION,
      '/api/v1/namespaces?limit=1': denied(403, APISERVER_DENIES(403, 'Forbidden', 'namespaces is forbidden')),
    },
  },
  {
    name: 'kubernetes',
    version: null,
    access: 'required',
    replies: {},
    elsewhere: denied(401, APISERVER_DENIES(401, 'Unauthorized', 'Unauthorized')),
  },
  {
    name: 'kubernetes',
    version: '1.28.4+k3s2',
    access: 'none-required',
    replies: {
      '/': '{\n  "paths": [\n    "/.well-known/openid-configuration",\n    "/api",\n    "/api/v1"\n  ]\n}',
      '/version': KUBERNETES_VERSION,
      '/api/v1/namespaces?limit=1':
        '{"kind":"NamespaceList","apiVersion":"v1","metadata":{"resourceVersion":"812","continue":"x"},"items":[]}\n',
    },
  },
  {
    name: 'kubelet',
    version: null,
    access: 'none-required',
    replies: { '/pods': '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":null}\n' },
  },
  { name: 'kubelet', version: null, access: 'required', replies: {}, elsewhere: [403, [], FORBIDDEN_POD] },
  { name: 'kubelet', version: null, access: 'required', replies: { '/pods': [403, [], FORBIDDEN_POD] } },
  {
    name: 'etcd',
    version: '3.5.9',
    access: 'none-required',
    replies: {
      '/version': '{"etcdserver":"3.5.9","etcdcluster":"3.5.0"}',
      '/v3/kv/range': '{"header":{"cluster_id":"14841639068965178418","member_id":"1","revision":"1","raft_term":"2"}}',
    },
  },
  {
    name: 'etcd',
    version: '3.3.27',
    access: 'required',
    replies: {
      '/version': '{"etcdserver":"3.3.27","etcdcluster":"3.3.0"}',
      '/v3beta/kv/range': [400, [], '{"error":"etcdserver: user name is empty","code":3}'],
    },
  },
  {
    name: 'registry',
    version: null,
    access: 'none-required',
    replies: {
      '/': [200, [], ''],
      '/v2/': [200, ['Docker-Distribution-Api-Version: registry/2.0'], '{}'],
      '/v2/_catalog?n=1': '{"repositories":["a"]}\n',
    },
  },
  {
    name: 'registry',
    version: null,
    access: 'required',
    replies: {},
    elsewhere: denied(
      401,
      '{"errors":[{"code":"UNAUTHORIZED"}]}\n',
      'Docker-Distribution-Api-Version: registry/2.0',
      'WWW-Authenticate: Basic realm="lab"',
    ),
  },
  {
    name: 'registry',
    version: null,
    access: 'unknown',
    replies: {
      '/v2/': [200, ['Docker-Distribution-Api-Version: registry/2.0'], '{}'],
      '/v2/_catalog?n=1': [404, [], '{"errors":[{"code":"UNSUPPORTED"}]}'],
    },
  },
  {
    name: 'consul',
    version: '1.15.2',
    access: 'none-required',
    replies: {
      '/': redirect('/ui/'),
      '/ui/': page('Consul by HashiCorp'),
      '/v1/status/leader': [200, ['X-Consul-Default-Acl-Policy: allow'], '"10.0.0.1:8300"'],
      '/v1/agent/self':
        '{"Config":{"Datacenter":"dc1","NodeName":"n","Revision":"5e08e229","Server":true,"Version":"1.15.2"}}',
    },
  },
  {
    name: 'consul',
    version: null,
    access: 'required',
    replies: {
      '/v1/status/leader': [200, [], '"10.0.0.1:8300"'],
      '/v1/agent/self': [403, [], 'Permission denied: anonymous token lacks permission \'agent:read\' on "n"'],
    },
  },
  {
    name: 'nomad',
    version: null,
    access: 'none-required',
    replies: {
      '/': redirect('/ui/'),
      '/ui/': page('Nomad'),
      '/v1/status/leader': '"10.0.0.1:4647"',
      '/v1/jobs?per_page=1': [200, ['X-Nomad-Index: 12', 'Content-Type: application/json'], '[]'],
    },
  },
  {
    name: 'nomad',
    version: null,
    access: 'required',
    replies: { '/v1/status/leader': '"10.0.0.1:4647"', '/v1/jobs?per_page=1': [403, [], 'Permission denied'] },
  },
  {
    name: 'vault',
    version: '1.15.0',
    access: 'none-required',
    replies: {
      '/v1/sys/seal-status':
        '{"type":"shamir","initialized":false,"sealed":true,"t":0,"n":0,"progress":0,"nonce":"","version":"1.15.0"}\n',
    },
  },
  {
    name: 'vault',
    version: '1.15.0',
    access: 'required',
    replies: {
      '/': redirect('/ui/'),
      '/ui/': page('Vault'),
      '/v1/sys/seal-status':
        '{"type":"shamir","initialized":true,"sealed":false,"t":1,"n":1,"progress":0,"nonce":"","version":"1.15.0"}\n',
      '/v1/sys/mounts': denied(403, '{"errors":["permission denied"]}\n'),
    },
  },
  {
    name: 'portainer',
    version: '2.19.1',
    access: 'none-required',
    replies: {
      '/': page('Portainer'),
      '/api/system/status': '{"Version":"2.19.1","InstanceID":"299ab403"}\n',
      '/api/users/admin/check': [
        404,
        [],
        '{"message":"No administrator account found inside the database","details":"x"}\n',
      ],
    },
  },
  {
    name: 'portainer',
    version: '2.19.1',
    access: 'required',
    replies: {
      '/': page('Portainer'),
      '/api/system/status': '{"Version":"2.19.1","InstanceID":"299ab403"}\n',
      '/api/users/admin/check': [204, [], ''],
    },
  },
  {
    name: 'minio',
    version: null,
    access: 'required',
    replies: {},
    elsewhere: [
      403,
      ['Server: MinIO'],
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>',
    ],
  },
  {
    name: 'minio',
    version: null,
    access: 'none-required',
    replies: {
      '/': [
        200,
        ['Server: MinIO'],
        '<?xml version="1.0"?>\n<ListAllMyBucketsResult xmlns="x"></ListAllMyBucketsResult>',
      ],
    },
  },
];
