import { asks, html, json, plain, redirect, reply, type WebCases } from './web-case.ts';

const RABBIT = html('RabbitMQ Management', '', { Server: 'Cowboy' });
const NSQ = json('{"message":"NOT_FOUND"}', 404);
const JETTY = reply(
  404,
  { Server: 'Jetty(9.4.57.v20241219)' },
  '<html><title>Error 404 Not Found</title><body><h2>HTTP ERROR 404 Not Found</h2>',
);
const REGISTRY = { 'Content-Type': 'application/vnd.schemaregistry.v1+json' };
const CONNECT = json('{"version":"3.6.1","commit":"5e3c2b738d253ff5","kafka_cluster_id":"abc"}');
const EMQX = {
  '/': html('EMQX Dashboard'),
  '/api/v5/status': plain('Node emqx@172.17.0.2 is started\nemqx is running'),
};

export const MESSAGING_REPLIES: WebCases = {
  'rabbitmq-management': {
    'with a password': {
      pages: { '/': RABBIT, '/api/overview': asks('Basic realm="RabbitMQ Management"') },
      access: 'required',
    },
    open: {
      pages: { '/': RABBIT, '/api/overview': json('{"management_version":"3.12.10","rabbitmq_version":"3.12.10"}') },
      access: 'none-required',
    },
  },
  'activemq-console': {
    'with a password': {
      pages: { '/': asks('basic realm="ActiveMQRealm"') },
      otherwise: asks('basic realm="ActiveMQRealm"'),
      access: 'required',
    },
    open: {
      pages: { '/': html('Apache ActiveMQ'), '/admin/': html('localhost : ActiveMQ Console') },
      access: 'none-required',
    },
  },
  'pulsar-admin': {
    open: { pages: { '/': JETTY, '/admin/v2/clusters': json('["standalone"]') }, access: 'none-required' },
    'with tokens': {
      pages: { '/': JETTY, '/admin/v2/clusters': json('{"reason":"HTTP 401 Unauthorized"}', 401) },
      access: 'required',
    },
  },
  nsqd: {
    open: {
      pages: {
        '/': NSQ,
        '/info': json(
          '{"version":"1.2.1","broadcast_address":"lab","hostname":"lab","http_port":4151,"tcp_port":4150}',
        ),
      },
      access: 'none-required',
      version: '1.2.1',
    },
  },
  nsqlookupd: {
    open: {
      pages: { '/': NSQ, '/info': json('{"version":"1.2.1"}'), '/topics': json('{"topics":[]}') },
      access: 'none-required',
    },
  },
  nsqadmin: {
    open: {
      pages: { '/': html('nsqadmin'), '/api/topics': json('{"message":"","topics":[]}') },
      access: 'none-required',
    },
    'behind a password': {
      pages: { '/': html('nsqadmin'), '/api/topics': asks('Basic realm="nsq"') },
      access: 'required',
    },
  },
  'nats-monitoring': {
    open: {
      pages: {
        '/': html('', '<link rel="shortcut icon" href="https://nats.io/favicon.ico">'),
        '/varz': json(
          '{\n  "server_id": "NAMIOR7FMBNVAV3VQJ4FHKNCWAJFK6G2UBQBOOSWMDQAPDB4OQIKKEFT",\n  "version": "2.10.7"}',
        ),
      },
      access: 'none-required',
      version: '2.10.7',
    },
  },
  'schema-registry': {
    open: {
      pages: { '/': json('{}', 200, REGISTRY), '/subjects': json('[]', 200, REGISTRY) },
      access: 'none-required',
    },
    'with a password': {
      pages: { '/': json('{}', 200, REGISTRY), '/subjects': asks('basic realm="SchemaRegistry"') },
      access: 'required',
    },
  },
  'kafka-connect': {
    open: { pages: { '/': CONNECT, '/connectors': json('["sink"]') }, access: 'none-required', version: '3.6.1' },
    'with a password': {
      pages: { '/': CONNECT, '/connectors': json('User cannot access the resource.', 401) },
      access: 'required',
    },
  },
  'kafka-rest': {
    open: {
      pages: {
        '/': json('{}', 200, { 'Content-Type': 'application/vnd.kafka.v1+json' }),
        '/v3/clusters': json('{"kind":"KafkaClusterList","metadata":{},"data":[]}'),
      },
      access: 'none-required',
    },
  },
  'kafka-ui': {
    open: {
      pages: { '/': html('UI for Apache Kafka'), '/api/clusters': json('[{"name":"local","status":"online"}]') },
      access: 'none-required',
    },
    'with a login': {
      pages: { '/': html('UI for Apache Kafka'), '/api/clusters': reply(401, {}) },
      access: 'required',
    },
  },
  kafdrop: { open: { pages: { '/': html('Kafdrop: Broker List') }, access: 'none-required' } },
  ksqldb: {
    open: {
      pages: {
        '/': redirect('/info'),
        '/info': json('{"KsqlServerInfo":{"version":"7.5.3","kafkaClusterId":"x","ksqlServiceId":"default_"}}'),
      },
      access: 'none-required',
      version: '7.5.3',
    },
  },
  'zookeeper-admin': {
    open: {
      pages: {
        '/': JETTY,
        '/commands/stats': json('{\n  "version" : "3.8.0-abc, built on 2022-02-25 08:49 UTC",\n  "command" : "stats"}'),
      },
      access: 'none-required',
      version: '3.8.0',
    },
  },
  'emqx-dashboard': {
    'with a login': {
      pages: { ...EMQX, '/api/v5/nodes': json('{"code":"API_KEY_NOT_ALLOW"}', 401) },
      access: 'required',
    },
  },
  flower: {
    open: {
      pages: { '/': html('Flower', '<a href="/workers">Workers</a><table id="workers-table"></table> Celery') },
      access: 'none-required',
    },
  },
};
