import { openOrAsks } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** Engines, registries, orchestrators and their stores. */
export const CONTAINERS = [
  {
    name: 'docker',
    product: 'Docker',
    ports: [2375, 2376, 4243],
    hints: [{ header: ['server', /^(?:Docker|Libpod)\//] }, { header: ['docker-experimental', /^(?:true|false)$/] }],
    rootTellsNothing: true,
    identify: {
      path: '/version',
      marker: { status: 200, body: /"(?:MinAPIVersion|ApiVersion)":\s*"\d/ },
      version: /"Version":\s*"([\w.+~-]{1,40})"/,
    },
    access: [
      {
        path: '/containers/json?limit=1',
        readings: [
          {
            status: 200,
            header: ['content-type', /^application\/json/],
            body: /^\s*(?:\[\s*\]|\[\{)/,
            access: 'none-required',
          },
          { status: 401, access: 'required' },
          { status: 403, access: 'refused-by-acl' },
        ],
      },
    ],
    source: 'docs.docker.com/reference/api/engine: SystemVersion, ContainerList',
  },
  {
    name: 'kubernetes',
    product: 'Kubernetes',
    ports: [6443, 8001],
    hints: [
      { body: /^\{\s*"kind":\s*"Status",\s*"apiVersion":\s*"v1"/, proves: true },
      { body: /^\{\s*"paths":\s*\[\s*"\/(?:\.well-known\/openid-configuration|api)"/ },
      { header: ['x-kubernetes-pf-flowschema-uid', /./], proves: true },
    ],
    identify: {
      path: '/version',
      marker: { status: 200, body: /"gitVersion":\s*"v\d/ },
      version: /"gitVersion":\s*"v([\w.+-]{1,40})"/,
    },
    access: [
      // 403 for system:anonymous: strangers are let in and may do nothing.
      openOrAsks('/api/v1/namespaces?limit=1', /^\{\s*"kind":\s*"NamespaceList"/, [401, 403]),
    ],
    source: 'kubernetes.io/docs/reference/access-authn-authz/authentication: anonymous requests',
  },
  {
    name: 'kubelet',
    product: 'Kubelet',
    ports: [10250, 10255],
    hints: [
      { status: 403, body: /^Forbidden \(user=system:anonymous, verb=get, resource=nodes, subresource/, proves: true },
      // With anonymous requests off it says no more than this; its certificate, of its own making or of the cluster's, says the rest.
      {
        status: 401,
        body: /^Unauthorized\s*$/,
        certificate: /\bCN=(?:system:node:|[\w.-]{1,80}@1\d{9}\b)/,
        proves: true,
      },
    ],
    rootTellsNothing: true,
    identify: {
      path: '/pods',
      marker: [
        { status: 200, body: /^\{\s*"kind":\s*"PodList"/ },
        { status: 403, body: /^Forbidden \(user=system:anonymous, verb=get, resource=nodes, subresource/ },
      ],
    },
    access: [openOrAsks('/pods', /^\{\s*"kind":\s*"PodList"/, [401, 403])],
    source: 'kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz',
  },
  {
    name: 'etcd',
    product: 'etcd',
    ports: [2379, 2380, 4001],
    hints: [{ header: ['x-etcd-cluster-id', /^[\da-f]+$/] }],
    rootTellsNothing: true,
    identify: {
      path: '/version',
      marker: { status: 200, body: /^\{"etcdserver":"\d/ },
      version: /"etcdserver":"([\w.+-]{1,40})"/,
    },
    access: (['/v3/kv/range', '/v3beta/kv/range', '/v3alpha/kv/range'] as const).map((path) => ({
      path,
      method: 'POST' as const,
      body: '{"key":"AA==","range_end":"AA==","count_only":true,"limit":1}',
      readOnlyBecause: 'Range reads, and with count_only it gives a number',
      readings: [
        { status: 200, body: /^\{"header":\{"cluster_id":/, access: 'none-required' as const },
        {
          status: [400, 401, 403],
          body: /user name is empty|invalid auth token|permission denied/,
          access: 'required' as const,
        },
      ],
    })),
    source: 'etcd.io/docs: gRPC gateway, role-based access control',
  },
  {
    name: 'registry',
    product: 'Docker Registry',
    ports: [5000],
    hints: [{ header: ['docker-distribution-api-version', /^registry\/2/], proves: true }],
    rootTellsNothing: true,
    identify: { path: '/v2/', marker: { header: ['docker-distribution-api-version', /^registry\/2/] } },
    access: [
      {
        path: '/v2/_catalog?n=1',
        readings: [
          { status: 200, body: /^\{"repositories":/, access: 'none-required' },
          { status: 401, access: 'required' },
          { status: 403, access: 'refused-by-acl' },
        ],
      },
      { path: '/v2/', readings: [{ status: 401, access: 'required' }] },
    ],
    source: 'OCI Distribution Specification; distribution.github.io/distribution/spec/api',
  },
  {
    name: 'consul',
    product: 'Consul',
    ports: [8500, 8501],
    hints: [{ title: /^Consul by HashiCorp/ }, { header: ['x-consul-default-acl-policy', /./] }],
    rootTellsNothing: true,
    identify: {
      path: '/v1/status/leader',
      marker: [
        { status: 200, header: ['x-consul-default-acl-policy', /./] },
        { status: 200, body: /^"[\w.:[\]-]{1,80}:8300"$/ },
      ],
    },
    version: /"Version":\s*"(\d[\w.+-]{0,40})"/,
    access: [openOrAsks('/v1/agent/self', /^\{\s*"Config":\s*\{/, [401, 403])],
    source: 'developer.hashicorp.com/consul/api-docs: status, agent',
  },
  {
    name: 'nomad',
    product: 'Nomad',
    ports: [4646],
    hints: [{ title: /^Nomad$/ }],
    rootTellsNothing: true,
    identify: { path: '/v1/status/leader', marker: { status: 200, body: /^"[\w.:[\]-]{1,80}:4647"$/ } },
    access: [
      {
        path: '/v1/jobs?per_page=1',
        readings: [
          { status: 200, header: ['x-nomad-index', /^\d/], body: /^\[/, access: 'none-required' },
          { status: [401, 403], access: 'required' },
        ],
      },
    ],
    source: 'developer.hashicorp.com/nomad/api-docs: status, jobs',
  },
  {
    name: 'vault',
    product: 'Vault',
    ports: [8200],
    hints: [{ title: /^(?:Vault|OpenBao)$/ }],
    rootTellsNothing: true,
    identify: {
      path: '/v1/sys/seal-status',
      marker: { status: 200, body: /^\{"type":"[\w-]*","initialized":(?:true|false),"sealed":/ },
      version: /"version":"([\w.+-]{1,40})"/,
    },
    access: [
      {
        path: '/v1/sys/seal-status',
        // Whoever comes first initialises it, and gets its keys.
        readings: [{ status: 200, body: /"initialized":false,/, access: 'none-required' }],
      },
      { path: '/v1/sys/mounts', readings: [{ status: [400, 403], access: 'required' }] },
    ],
    source: 'developer.hashicorp.com/vault/api-docs/system: seal-status, init, mounts',
  },
  {
    name: 'portainer',
    product: 'Portainer',
    ports: [9000, 9443],
    hints: [{ title: /^Portainer/ }],
    identify: ['/api/system/status', '/api/status'].map((path) => ({
      path,
      marker: { status: 200, body: /"Version":"[\d.]+[^"]{0,20}","InstanceID":"/ },
      version: /"Version":"([\w.-]{1,40})"/,
    })),
    access: [
      {
        path: '/api/users/admin/check',
        readings: [
          // Whoever comes first makes himself the administrator.
          { status: 404, body: /No administrator account found/i, access: 'none-required' },
          { status: 204, access: 'required' },
        ],
      },
    ],
    source: 'docs.portainer.io/api: status, users/admin/check',
  },
  {
    name: 'minio',
    product: 'MinIO',
    ports: [9000, 9001],
    hints: [
      { header: ['server', /^MinIO/], proves: true },
      { title: /^MinIO (?:Console|Browser)$/, proves: true },
    ],
    access: [openOrAsks('/', /<ListAllMyBucketsResult/, [401, 403])],
    source: 'min.io/docs; Amazon S3 API: ListBuckets, error responses',
  },
] as const satisfies readonly WebApplication[];
