import { expect } from 'vitest';
import { startActivemq } from '../../lab/servers/activemq.ts';
import { startBeanstalkd } from '../../lab/servers/beanstalkd.ts';
import { startGearmand } from '../../lab/servers/gearmand.ts';
import { startMosquitto } from '../../lab/servers/mosquitto.ts';
import { startNats } from '../../lab/servers/nats.ts';
import { startNgircd } from '../../lab/servers/ngircd.ts';
import { startProsody } from '../../lab/servers/prosody.ts';
import { startRabbitmq } from '../../lab/servers/rabbitmq.ts';
import { startSerf } from '../../lab/servers/serf.ts';
import { startZmq } from '../../lab/servers/zmq.ts';
import { startZookeeper } from '../../lab/servers/zookeeper.ts';
import { service, type Scenes } from '../scene.ts';

const PASSWORD = 'not-a-real-password';
const ZOOKEEPER = ['java', '../share/zookeeper/bin/zkServer.sh'];
const ACTIVEMQ = ['java', 'activemq'];
const RABBITMQ = ['rabbitmq-server', 'epmd'];
/** Debian's packages for its own Python. */
const ZMQ = ['python3', '../lib/python3/dist-packages/zmq'];
const text: unknown = expect.stringMatching(/^\d/);

export const MESSAGING: Scenes = {
  'ZooKeeper that everybody may read': {
    needs: ZOOKEEPER,
    start: () => startZookeeper(),
    expected: {
      service: service('zookeeper', 'ZooKeeper', text),
      access: 'none-required',
      details: { 'zookeeper.mode': 'standalone' },
    },
    recording: 'zookeeper/open',
  },
  'ZooKeeper that requires SASL': {
    needs: ZOOKEEPER,
    start: () => startZookeeper({ requireSasl: true }),
    expected: { service: service('zookeeper', 'ZooKeeper', text), access: 'required' },
    recording: 'zookeeper/sasl',
  },
  'RabbitMQ with passwords': {
    needs: RABBITMQ,
    start: () => startRabbitmq(),
    expected: {
      service: service('amqp', 'RabbitMQ', text),
      access: 'required',
      details: { 'amqp.mechanisms': ['AMQPLAIN', 'PLAIN'] },
    },
    recording: 'amqp/rabbitmq',
  },
  'ActiveMQ without passwords': {
    needs: ACTIVEMQ,
    start: () => startActivemq({ speaks: 'openwire' }),
    expected: { service: service('activemq', 'ActiveMQ', text), access: 'none-required' },
    recording: 'activemq/open',
  },
  'ActiveMQ with passwords': {
    needs: ACTIVEMQ,
    start: () => startActivemq({ speaks: 'openwire', password: PASSWORD }),
    expected: { service: service('activemq', 'ActiveMQ', text), access: 'required' },
    recording: 'activemq/password',
  },
  'Serf without a key': {
    needs: ['serf'],
    start: () => startSerf(),
    expected: { service: service('serf', null, null), access: 'none-required' },
    recording: 'serf/open',
  },
  'Serf with a key': {
    needs: ['serf'],
    start: () => startSerf({ key: PASSWORD }),
    expected: { service: service('serf', null, null), access: 'required' },
    recording: 'serf/key',
  },
  'a ZeroMQ socket': {
    needs: ZMQ,
    start: () => startZmq(),
    expected: {
      service: service('zeromq', null, null),
      access: 'unknown',
      details: { 'zeromq.mechanism': 'NULL' },
    },
    recording: 'zeromq/null',
  },
  'a ZeroMQ socket that wants keys': {
    needs: ZMQ,
    start: () => startZmq({ curve: true }),
    expected: {
      service: service('zeromq', null, null),
      access: 'required',
      details: { 'zeromq.mechanism': 'CURVE' },
    },
    recording: 'zeromq/curve',
  },
  "ActiveMQ's STOMP without passwords": {
    needs: ACTIVEMQ,
    start: () => startActivemq({ speaks: 'stomp' }),
    expected: { service: service('stomp', 'ActiveMQ', text), access: 'none-required' },
    recording: 'stomp/activemq',
  },
  "ActiveMQ's STOMP with passwords": {
    needs: ACTIVEMQ,
    start: () => startActivemq({ speaks: 'stomp', password: PASSWORD }),
    expected: { service: service('stomp', null, null), access: 'required' },
    recording: 'stomp/password',
  },
  'Mosquitto for everybody': {
    needs: ['mosquitto'],
    start: () => startMosquitto({ anonymous: true }),
    expected: { service: service('mqtt', null, null), access: 'none-required' },
    recording: 'mqtt/anonymous',
  },
  'Mosquitto with passwords': {
    needs: ['mosquitto'],
    start: () => startMosquitto({ anonymous: false }),
    expected: { service: service('mqtt', null, null), access: 'required' },
    recording: 'mqtt/password',
  },
  'NATS without a password': {
    needs: ['nats-server'],
    start: () => startNats(),
    expected: {
      service: service('nats', 'NATS', text),
      access: 'none-required',
      details: { 'nats.tls_required': false },
    },
    recording: 'nats/open',
  },
  'NATS with a password': {
    needs: ['nats-server'],
    start: () => startNats({ password: PASSWORD }),
    expected: { service: service('nats', 'NATS', text), access: 'required' },
    recording: 'nats/password',
  },
  'NATS that requires TLS': {
    needs: ['nats-server', 'openssl'],
    start: () => startNats({ tls: true }),
    expected: { service: service('nats', 'NATS', text, true), access: 'none-required', tls: { selfSigned: true } },
  },
  beanstalkd: {
    needs: ['beanstalkd'],
    start: () => startBeanstalkd(),
    expected: { service: service('beanstalkd', 'beanstalkd', text), access: 'none-required' },
    recording: 'beanstalkd/open',
  },
  gearmand: {
    needs: ['gearmand'],
    start: () => startGearmand(),
    expected: { service: service('gearman', null, text), access: 'none-required' },
    recording: 'gearman/open',
  },
  'Prosody with passwords': {
    needs: ['prosody'],
    start: () => startProsody({ authentication: 'internal_hashed' }),
    expected: {
      service: service('xmpp', null, null),
      access: 'required',
      details: { 'xmpp.tls': 'none', 'xmpp.mechanisms': ['SCRAM-SHA-1'] },
    },
    recording: 'xmpp/password',
  },
  'Prosody with passwords, inside TLS only': {
    needs: ['prosody', 'openssl'],
    start: () => startProsody({ authentication: 'internal_hashed', tls: true }),
    expected: {
      service: service('xmpp', null, null, true),
      access: 'required',
      details: { 'xmpp.tls': 'required', 'xmpp.mechanisms': ['PLAIN', 'SCRAM-SHA-1'] },
      tls: { selfSigned: true },
    },
  },
  'Prosody for anonymous users': {
    needs: ['prosody'],
    start: () => startProsody({ authentication: 'anonymous' }),
    expected: {
      service: service('xmpp', null, null),
      access: 'unknown',
      details: { 'xmpp.tls': 'none', 'xmpp.mechanisms': ['ANONYMOUS'] },
    },
    recording: 'xmpp/anonymous',
  },
  ngircd: {
    needs: ['ngircd'],
    start: () => startNgircd(),
    expected: { service: service('irc', null, null), access: 'unknown' },
    recording: 'irc/ngircd',
  },
};
