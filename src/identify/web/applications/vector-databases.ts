import { openOrAsks } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** Databases of embeddings. */
export const VECTOR_DATABASES = [
  {
    name: 'qdrant',
    product: 'Qdrant',
    ports: [6333],
    hints: [{ status: 200, body: /^\{"title":"qdrant - vector search engine"/, proves: true }],
    version: /"title":"qdrant[^"]*","version":"([\w.-]{1,40})"/,
    access: [openOrAsks('/collections', /"result":\{"collections":\[/, [401, 403])],
    source: 'qdrant.tech/documentation: security, API reference',
  },
  {
    name: 'weaviate',
    product: 'Weaviate',
    ports: [],
    hints: [
      { body: /^\{"links":\[?\{/ },
      { status: 401, body: /"message":"anonymous access not enabled/, proves: true },
    ],
    identify: {
      path: '/v1/meta',
      marker: { body: /"hostname":"https?:[^"]{1,100}","modules":\{|"message":"anonymous access not enabled/ },
      version: /"version":"([\w.-]{1,40})"\}\s*$/,
    },
    access: [openOrAsks('/v1/schema', /^\{"classes":/)],
    source: 'docs.weaviate.io: REST API, authentication',
  },
  {
    name: 'chroma',
    product: 'Chroma',
    ports: [],
    hints: [{ status: 404, body: /^\{"detail":"Not Found"\}$/ }, { header: ['chroma-trace-id', /^[\da-f]/] }],
    identify: {
      path: '/api/v1/heartbeat',
      marker: { body: /^\{"nanosecond heartbeat":\s*\d+\}|The v1 API is deprecated\. Please use \/v2 apis/ },
    },
    access: [
      openOrAsks(
        '/api/v2/tenants/default_tenant/databases/default_database/collections?limit=1',
        /^\[(?:\]|\{"id":)/,
        [401, 403],
      ),
      openOrAsks('/api/v1/collections?limit=1', /^\[(?:\]|\{"(?:id|name)":)/, [401, 403]),
    ],
    source: 'docs.trychroma.com: API reference, authentication',
  },
  {
    name: 'milvus',
    product: 'Milvus',
    ports: [19530],
    hints: [{ title: /^Milvus (?:WebUI|Manager)/ }],
    identify: {
      path: '/v2/vectordb/collections/list',
      method: 'POST',
      body: '{}',
      readOnlyBecause: 'it lists the names of the collections',
      marker: { body: /^\{"code":\s*0,(?:"cost":-?\d+,)?\s*"data":\s*\[|^\{"code":\s*1800,/ },
    },
    access: [
      {
        path: '/v2/vectordb/collections/list',
        method: 'POST',
        body: '{}',
        readOnlyBecause: 'it lists the names of the collections',
        readings: [
          { status: 200, body: /^\{"code":\s*0,/, access: 'none-required' },
          { body: /^\{"code":\s*1800,/, access: 'required' },
        ],
      },
    ],
    source: 'milvus.io/api-reference/restful: list collections, error 1800',
  },
  {
    name: 'meilisearch',
    product: 'Meilisearch',
    ports: [7700],
    hints: [
      { body: /^\{"status":"Meilisearch is running"/, proves: true },
      { title: /^Meilisearch \| mini-dashboard$/, proves: true },
    ],
    version: /"pkgVersion":"([\w.-]{1,40})"/,
    access: [openOrAsks('/indexes?limit=1', /^\{"results":\[/)],
    source: 'meilisearch.com/docs: API reference, master key',
  },
] as const satisfies readonly WebApplication[];
