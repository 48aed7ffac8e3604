import { asks, html, json, plain, redirect, type WebCases } from './web-case.ts';

const SOLR_SYSTEM =
  '{"responseHeader":{"status":0},"mode":"std","lucene":{"solr-spec-version":"9.4.0","lucene-spec-version":"9.8.0"}}';
const NEO4J = '{"bolt_routing":"neo4j://lab:7687","neo4j_version":"5.15.0","neo4j_edition":"community"}';
const H2 = 'Copyright H2 Group (https://h2database.com/html/license.html)';

export const DATA_REPLIES: WebCases = {
  solr: {
    open: {
      pages: {
        '/': redirect('/solr/'),
        '/solr/': html('Solr Admin'),
        '/solr/admin/info/system?wt=json': json(SOLR_SYSTEM),
      },
      access: 'none-required',
      version: '9.4.0',
    },
    'with basic authentication': {
      pages: { '/': redirect('/solr/'), '/solr/': html('Solr Admin') },
      otherwise: asks('Basic realm="solr"'),
      access: 'required',
    },
  },
  neo4j: {
    open: {
      pages: {
        '/': json(NEO4J),
        'POST /db/neo4j/tx/commit': json('{"results":[],"errors":[],"lastBookmarks":["FB:kcwQ"]}'),
      },
      access: 'none-required',
      version: '5.15.0',
    },
    'with authentication': {
      pages: {
        '/': redirect('/browser/'),
        'POST /db/neo4j/tx/commit': asks(
          'Basic realm="Neo4j", charset="UTF-8"',
          '{"errors":[{"code":"Neo.ClientError.Security.Unauthorized","message":"No authentication header supplied."}]}',
        ),
      },
      access: 'required',
    },
  },
  arangodb: {
    open: {
      pages: {
        '/': redirect('/_db/_system/_admin/aardvark/index.html', { Server: 'ArangoDB' }),
        '/_api/version': json('{"server":"arango","license":"community","version":"3.11.5"}'),
        '/_api/database/user': json('{"error":false,"code":200,"result":["_system"]}'),
      },
      access: 'none-required',
      version: '3.11.5',
    },
    'with authentication': {
      pages: { '/': redirect('/_db/_system/_admin/aardvark/index.html', { Server: 'ArangoDB' }) },
      otherwise: asks('Bearer token_type="JWT", realm="ArangoDB"', '', { Server: 'ArangoDB' }),
      access: 'required',
    },
  },
  rethinkdb: {
    open: { pages: { '/': html('RethinkDB Administration Console') }, access: 'none-required' },
  },
  couchbase: {
    open: {
      pages: {
        '/': redirect('/ui/index.html', { Server: 'Couchbase Server' }),
        '/pools': json(
          '{"pools":[{"name":"default"}],"isAdminCreds":true,"implementationVersion":"7.2.3-6705-community"}',
        ),
        '/pools/default': json('{"name":"default","nodes":[],"storageTotals":{}}'),
      },
      access: 'none-required',
      version: '7.2.3-6705-community',
    },
    'with a password': {
      pages: {
        '/': redirect('/ui/index.html', { Server: 'Couchbase Server' }),
        '/pools': json('{"pools":[],"isAdminCreds":false,"implementationVersion":"7.2.3-6705-community"}'),
        '/pools/default': asks('Basic realm="Couchbase Server Admin / REST"'),
      },
      access: 'required',
    },
    'not yet set up': {
      pages: {
        '/': redirect('/ui/index.html', { Server: 'Couchbase Server' }),
        '/pools': json('{"pools":[],"isAdminCreds":true,"implementationVersion":"7.2.3-6705-community"}'),
        '/pools/default': json('"unknown pool"', 404),
      },
      access: 'unknown',
    },
  },
  druid: {
    open: {
      pages: {
        '/': redirect('/unified-console.html'),
        '/status': json(
          '{"version":"28.0.0","modules":[{"name":"org.apache.druid.common.aws.AWSModule","artifact":"druid-aws-common"}]}',
        ),
      },
      access: 'none-required',
      version: '28.0.0',
    },
  },
  pinot: {
    open: {
      pages: {
        '/': html('Apache Pinot'),
        '/pinot-controller/admin': plain('GOOD'),
        '/tables': json('{"tables":["airlineStats"]}'),
      },
      access: 'none-required',
    },
    'with a password': {
      pages: {
        '/': html('Apache Pinot'),
        '/pinot-controller/admin': plain('GOOD'),
        '/tables': asks('Basic realm="pinot"'),
      },
      access: 'required',
    },
  },
  trino: {
    'with authentication, or the demand for a name': {
      pages: {
        '/': redirect('/ui/'),
        '/v1/info': json('{"nodeVersion":{"version":"435"},"environment":"lab","coordinator":true,"starting":false}'),
        '/v1/query': asks('Basic realm="Trino"'),
      },
      access: 'unknown',
      version: '435',
    },
    open: {
      pages: {
        '/': redirect('/ui/'),
        '/v1/info': json('{"nodeVersion":{"version":"0.284"},"environment":"lab","coordinator":true,"starting":false}'),
        '/v1/query': json('[]'),
      },
      access: 'none-required',
      version: '0.284',
    },
  },
  'h2-console': {
    open: {
      pages: { '/': html('H2 Console', `<!-- ${H2} --><script>location.href = 'login.jsp'</script>`) },
      access: 'unknown',
    },
    'for its own machine only': {
      pages: {
        '/': html(
          'H2 Console',
          `<!-- ${H2} -->Sorry, remote connections ('webAllowOthers') are disabled on this server.`,
        ),
      },
      access: 'refused-by-acl',
    },
  },
  riak: {
    open: {
      pages: {
        '/': html(
          '',
          '<ul><li><a href="/buckets">riak_kv_wm_buckets</a></li><li><a href="/ping">riak_kv_wm_ping</a></li></ul>',
        ),
        '/stats': json('{"vnode_gets":0,"riak_kv_version":"2.9.0","ring_members":["riak@127.0.0.1"]}'),
      },
      access: 'none-required',
      version: '2.9.0',
    },
  },
  hazelcast: {
    open: {
      pages: {
        '/hazelcast/rest/cluster': plain('\nMembers {size:1, ver:1} [\n\tMember [127.0.0.1]:5701 - 8b1d4f0e this\n]\n'),
      },
      onUsualPort: true,
      access: 'none-required',
    },
  },
  questdb: {
    open: {
      pages: {
        '/': html('QuestDB · Console'),
        '/exec?query=SELECT%201': json(
          '{"query":"SELECT 1","columns":[{"name":"1","type":"INT"}],"dataset":[[1]],"count":1}',
        ),
      },
      access: 'none-required',
    },
    'with a password': {
      pages: {},
      otherwise: asks('Basic realm="questdb"', '', { Server: 'questDB/1.0' }),
      access: 'required',
    },
  },
  'cockroach-console': {
    insecure: {
      pages: { '/': html('Cockroach Console'), '/health': json('{\n}'), '/_status/nodes': json('{"nodes": []}') },
      access: 'none-required',
    },
    'with a login': {
      pages: {
        '/': html('Cockroach Console'),
        '/health': json('{\n}'),
        '/_status/nodes': plain('a valid authentication cookie is required', 401),
      },
      access: 'required',
    },
  },
};
