import type { DetailValue } from './detail-value.ts';

type FactType = 'string' | 'number' | 'boolean' | 'list';

interface FactDeclaration {
  readonly type: FactType;
  readonly about: string;
}

/**
 * Every fact that rules may read. One list feeds the type, the rule schema's enumeration and the documentation.
 * A fact that was not observed is absent, which rules see as unknown; it is never null, false or an empty text.
 */
export const FACTS = {
  address: { type: 'string', about: 'IP address, canonical text' },
  port: { type: 'number', about: 'port number' },
  transport: { type: 'string', about: 'tcp or udp' },
  state: { type: 'string', about: 'open, closed or filtered; absent when this machine could not ask' },
  reason: { type: 'string', about: 'what was seen: syn-ack, conn-refused, no-response, ...' },
  open: { type: 'boolean', about: 'whether the port is open; absent when this machine could not ask' },
  expected: {
    type: 'boolean',
    about: 'whether the target declares the port as meant to be open; absent without a declaration',
  },
  access: { type: 'string', about: 'none-required, required or refused-by-acl; absent when not known' },
  'service.name': {
    type: 'string',
    about: 'protocol that answered; absent unless it was probed, and where TLS hides it',
  },
  'service.usual': {
    type: 'string',
    about: 'usual occupant of the port number, no proof; absent for ports without one',
  },
  'service.product': { type: 'string', about: 'product as the protocol tells it' },
  'service.version': { type: 'string', about: 'version as the protocol tells it' },
  'service.tls': { type: 'boolean', about: 'whether the protocol was spoken inside TLS' },
  'tls.version': { type: 'string', about: 'negotiated version, such as TLSv1.3' },
  'tls.self_signed': { type: 'boolean', about: 'whether the certificate is its own issuer' },
  'tls.subject': { type: 'string', about: 'certificate subject' },
  'tls.days_left': {
    type: 'number',
    about: 'whole days until the certificate ends, negative when past, counted at the observation',
  },
  'ssh.protocol': { type: 'string', about: 'protocol version of the SSH banner, such as 2.0 or 1.99' },
  'ftp.anonymous': { type: 'boolean', about: 'whether FTP accepts the user anonymous' },
  'ftp.tls': { type: 'boolean', about: 'whether FTP offers AUTH TLS' },
  'http.status': { type: 'number', about: 'status of GET /' },
  'http.title': { type: 'string', about: 'title of the page at /' },
  'http.server': { type: 'string', about: 'Server header' },
  'mysql.tls': { type: 'boolean', about: 'whether MySQL offers TLS in its greeting' },
  'redis.mode': { type: 'string', about: 'standalone, sentinel or cluster' },
  'postgresql.auth': {
    type: 'string',
    about: 'authentication that PostgreSQL asks for: trust, password, md5, scram-sha-256, gss, sspi',
  },
  'postgresql.tls': { type: 'boolean', about: 'whether PostgreSQL accepts SSLRequest' },
  'rdp.nla': { type: 'string', about: 'required, optional or unsupported' },
  'vnc.security': { type: 'list', about: 'RFB security types offered: none, vnc-auth, vencrypt, ...' },
  'telnet.prompt': { type: 'string', about: 'login or shell: what the session asks first' },
  'zookeeper.mode': { type: 'string', about: 'standalone, leader, follower or observer' },
  'kafka.brokers': { type: 'number', about: 'how many brokers the cluster tells a stranger about' },
  'kafka.mechanisms': { type: 'list', about: 'SASL mechanisms that Kafka asks for' },
  'amqp.mechanisms': { type: 'list', about: 'SASL mechanisms that AMQP offers, such as PLAIN or ANONYMOUS' },
  'nats.tls_required': { type: 'boolean', about: 'whether NATS asks every client for TLS' },
  'xmpp.tls': { type: 'string', about: 'whether STARTTLS is required, offered or none of both' },
  'xmpp.mechanisms': { type: 'list', about: 'SASL mechanisms that XMPP offers, such as PLAIN or ANONYMOUS' },
  'zeromq.mechanism': { type: 'string', about: 'NULL, PLAIN, CURVE or GSSAPI: how ZeroMQ secures its connections' },
  'rmi.names': { type: 'list', about: 'names that an RMI registry has bound' },
  'epmd.names': { type: 'list', about: 'Erlang nodes that epmd knows' },
  'erlang.node': { type: 'string', about: 'name of the Erlang node' },
  'iiop.naming': { type: 'boolean', about: 'whether an object NameService is found by CORBA' },
  'target.id': { type: 'string', about: 'id label of the target, else its address' },
  'target.host': { type: 'string', about: 'host name the address was named by, else the address' },
  'target.zone': { type: 'string', about: 'zone label' },
  'target.env': { type: 'string', about: 'env label' },
  'target.owner': { type: 'string', about: 'owner label' },
  'target.tags': { type: 'list', about: 'tags label' },
  'vantage.id': { type: 'string', about: 'where the probes started' },
  'vantage.zone': { type: 'string', about: 'zone of the vantage' },
} as const satisfies Record<string, FactDeclaration>;

export type FactName = keyof typeof FACTS;

/** What is known of one endpoint; absent keys are unknown. */
export type Facts = Readonly<Partial<Record<FactName, DetailValue>>>;
