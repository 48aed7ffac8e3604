import { openOrAsks } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** Notebooks, clusters and models. */
export const MACHINE_LEARNING = [
  {
    name: 'jupyterhub',
    product: 'JupyterHub',
    ports: [8000],
    hints: [{ header: ['x-jupyterhub-version', /^\d/], proves: true }],
    version: /^x-jupyterhub-version: (\d[\w.+-]{0,40})$/m,
    access: [{ path: '/hub/api/info', readings: [{ status: [401, 403], access: 'required' }] }],
    source: 'jupyterhub.readthedocs.io: REST API',
  },
  {
    name: 'jupyter',
    product: 'Jupyter',
    ports: [8888],
    hints: [
      { title: /^(?:Jupyter|Home Page - Select or create a notebook)/ },
      { header: ['server', /^TornadoServer\//], path: '/login' },
      { header: ['server', /^TornadoServer\//], path: '/tree' },
      { header: ['server', /^TornadoServer\//], path: '/lab' },
    ],
    identify: {
      path: '/api',
      marker: { status: 200, header: ['server', /^TornadoServer\//], body: /^\{"version":\s*"\d[\w.+-]*"\}$/ },
      version: /"version":\s*"(\d[\w.+-]{0,40})"/,
    },
    access: [
      {
        path: '/api/kernels',
        readings: [
          { status: 200, header: ['content-type', /^application\/json/], body: /^\[/, access: 'none-required' },
          { status: [302, 401, 403], access: 'required' },
        ],
      },
    ],
    source: 'jupyter-server.readthedocs.io: REST API, security',
  },
  {
    name: 'ray',
    product: 'Ray',
    ports: [8265],
    hints: [{ title: /^Ray Dashboard$/ }],
    identify: {
      path: '/api/version',
      marker: { status: 200, body: /"ray_version":\s*"\d/ },
      version: /"ray_version":\s*"([\w.+-]{1,40})"/,
    },
    access: [
      {
        path: '/api/jobs/',
        readings: [
          {
            status: 200,
            header: ['content-type', /^application\/json/],
            body: /^(?:\[|\{"error": "")/,
            access: 'none-required',
          },
          { status: [401, 403], access: 'required' },
        ],
      },
    ],
    source: 'docs.ray.io: jobs REST API, security',
  },
  {
    name: 'ollama',
    product: 'Ollama',
    ports: [11434],
    hints: [{ status: 200, body: /^Ollama is running$/, proves: true }],
    identify: {
      path: '/api/version',
      marker: { status: 200, body: /^\{"version":"\d/ },
      version: /"version":"([\w.+-]{1,40})"/,
    },
    access: [
      {
        path: '/api/tags',
        readings: [
          { status: 200, body: /^\{"models":/, access: 'none-required' },
          { status: 401, access: 'required' },
          { status: 403, access: 'refused-by-acl' },
        ],
      },
    ],
    source: 'docs.ollama.com/api: version, list local models',
  },
  {
    name: 'mlflow',
    product: 'MLflow',
    ports: [],
    hints: [{ title: /^MLflow$/ }, { status: 401, body: /mlflow\.org\/docs\/latest\/auth/, proves: true }],
    identify: {
      path: '/version',
      marker: { status: 200, body: /^\d{1,2}\.\d{1,3}\.\d{1,3}\S{0,16}$/ },
      version: /\n\n(\d\S{0,40})$/,
    },
    access: [openOrAsks('/api/2.0/mlflow/experiments/search?max_results=1', /^\{\s*"experiments":/)],
    source: 'mlflow.org/docs: REST API, authentication',
  },
  {
    name: 'triton',
    product: 'Triton Inference Server',
    ports: [],
    hints: [],
    rootTellsNothing: true,
    identify: {
      path: '/v2',
      marker: { status: 200, body: /^\{"name":"triton","version":"\d/ },
      version: /"version":"([\w.+-]{1,40})"/,
    },
    access: [
      {
        path: '/v2',
        // The server has no authentication of its own.
        readings: [{ status: 200, body: /^\{"name":"triton",.{0,40}"extensions":\[/, access: 'none-required' }],
      },
    ],
    source: 'KServe predict protocol version 2: server metadata; docs.nvidia.com triton: secure deployment',
  },
] as const satisfies readonly WebApplication[];
