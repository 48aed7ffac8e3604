import type { Check } from '../check.ts';
import { activemq } from '../checks/activemq.ts';
import { amqp } from '../checks/amqp.ts';
import { beanstalkd } from '../checks/beanstalkd.ts';
import { dubbo } from '../checks/dubbo.ts';
import { gearman } from '../checks/gearman.ts';
import { irc } from '../checks/irc.ts';
import { kafka } from '../checks/kafka.ts';
import { mqtt } from '../checks/mqtt.ts';
import { nats } from '../checks/nats.ts';
import { nsq } from '../checks/nsq.ts';
import { pulsar } from '../checks/pulsar.ts';
import { rocketmq } from '../checks/rocketmq.ts';
import { serf } from '../checks/serf.ts';
import { stomp } from '../checks/stomp.ts';
import { xmpp } from '../checks/xmpp.ts';
import { zeromq } from '../checks/zeromq.ts';
import { zookeeper } from '../checks/zookeeper.ts';

/** Message brokers, queues and coordination services. */
export const MESSAGING: readonly Check[] = [
  kafka,
  amqp,
  mqtt,
  nats,
  zookeeper,
  activemq,
  stomp,
  beanstalkd,
  gearman,
  pulsar,
  rocketmq,
  nsq,
  dubbo,
  serf,
  zeromq,
  xmpp,
  irc,
];
