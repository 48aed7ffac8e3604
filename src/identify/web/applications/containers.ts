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
    access: ['/v3/kv/range', '/v3beta/kv/range', '/v3alpha/kv/range'].map(
      (path) =>
        ({
          path,
          method: 'POST',
          body: '{"key":"AA==","range_end":"AA==","count_only":true,"limit":1}',
          readOnlyBecause: 'Range reads, and with count_only it gives a number',
          readings: [
            { status: 200, body: /^\{"header":\{"cluster_id":/, access: 'none-required' },
            {
              status: [400, 401, 403],
              body: /user name is empty|invalid auth token|permission denied/,
              access: 'required',
            },
          ],
        }) as const,
    ),
    source: 'etcd.io/docs: gRPC gateway, role-based access control',
  },
] as const satisfies readonly WebApplication[];
