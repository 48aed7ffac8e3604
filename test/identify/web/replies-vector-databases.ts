import { html, json, plain, type WebCases } from './web-case.ts';

const QDRANT = json('{"title":"qdrant - vector search engine","version":"1.7.4","commit":"32d04c8"}');

export const VECTOR_DATABASES_REPLIES: WebCases = {
  qdrant: {
    open: {
      pages: { '/': QDRANT, '/collections': json('{"result":{"collections":[]},"status":"ok","time":0.000002}') },
      access: 'none-required',
      version: '1.7.4',
    },
    'with a key': {
      pages: { '/': QDRANT, '/collections': plain('Must provide an API key or an Authorization bearer token', 401) },
      access: 'required',
    },
  },
  weaviate: {
    open: {
      pages: {
        '/': json('{"links":[{"href":"/v1/meta","name":"Meta information about this instance/cluster"}]}'),
        '/v1/meta': json('{"hostname":"http://[::]:8080","modules":{},"version":"1.24.10"}'),
        '/v1/schema': json('{"classes":[]}'),
      },
      access: 'none-required',
      version: '1.24.10',
    },
    'with keys': {
      pages: {},
      otherwise: json(
        '{"code":401,"message":"anonymous access not enabled. Please authenticate through one of the available methods: [API-keys]"}',
        401,
      ),
      access: 'required',
    },
  },
  chroma: {
    open: {
      pages: {
        '/': json('{"detail":"Not Found"}', 404),
        '/api/v1/heartbeat': json(
          '{"error":"Unimplemented","message":"The v1 API is deprecated. Please use /v2 apis"}',
          410,
        ),
        '/api/v2/tenants/default_tenant/databases/default_database/collections?limit=1': json('[]'),
      },
      access: 'none-required',
    },
    'open, of an older version': {
      pages: {
        '/': json('{"detail":"Not Found"}', 404),
        '/api/v1/heartbeat': json('{"nanosecond heartbeat":1732207743000000000}'),
        '/api/v1/collections?limit=1': json('[{"name":"papers","id":"8b1d4f0e-0000-4000-8000-000000000000"}]'),
      },
      access: 'none-required',
    },
    'with a token': {
      pages: {
        '/': json('{"detail":"Not Found"}', 404),
        '/api/v1/heartbeat': json('{"nanosecond heartbeat":1732207743000000000}'),
        '/api/v1/collections?limit=1': json('{"error":"AuthError","message":"Forbidden"}', 403),
      },
      access: 'required',
    },
  },
  milvus: {
    open: {
      pages: {
        '/': html('Milvus WebUI'),
        'POST /v2/vectordb/collections/list': json('{"code":0,"data":["papers"]}'),
      },
      access: 'none-required',
    },
    'with a password': {
      pages: {
        '/': html('Milvus WebUI'),
        'POST /v2/vectordb/collections/list': json('{"code":1800,"message":"user hasn\'t authenticated"}'),
      },
      access: 'required',
    },
  },
  meilisearch: {
    open: {
      pages: {
        '/': json('{"status":"Meilisearch is running"}'),
        '/indexes?limit=1': json('{"results":[],"offset":0,"limit":1,"total":0}'),
      },
      access: 'none-required',
    },
    'with a master key': {
      pages: {
        '/': json('{"status":"Meilisearch is running"}'),
        '/indexes?limit=1': json('{"code":"missing_authorization_header"}', 401),
      },
      access: 'required',
    },
  },
};
