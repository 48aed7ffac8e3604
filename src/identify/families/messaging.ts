import type { Check } from '../check.ts';
import { amqp } from '../checks/amqp.ts';
import { beanstalkd } from '../checks/beanstalkd.ts';
import { gearman } from '../checks/gearman.ts';
import { irc } from '../checks/irc.ts';
import { kafka } from '../checks/kafka.ts';
import { mqtt } from '../checks/mqtt.ts';
import { nats } from '../checks/nats.ts';
import { stomp } from '../checks/stomp.ts';
import { xmpp } from '../checks/xmpp.ts';
import { zookeeper } from '../checks/zookeeper.ts';

/** Message brokers, queues and coordination services. */
export const MESSAGING: readonly Check[] = [kafka, amqp, mqtt, nats, zookeeper, stomp, beanstalkd, gearman, xmpp, irc];
