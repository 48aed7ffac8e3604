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
  state: {
    type: 'string',
    about: 'open, closed or filtered; absent when this machine could not ask and where UDP stayed silent',
  },
  reason: { type: 'string', about: 'what was seen: syn-ack, conn-refused, no-response, ...' },
  open: {
    type: 'boolean',
    about: 'whether the port is open; absent when this machine could not ask and where UDP stayed silent',
  },
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
  'udp.asked': {
    type: 'string',
    about: 'service that a UDP port was asked for, whether or not it answered; absent for TCP',
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
  'dns.recursion': { type: 'boolean', about: 'whether DNS resolves foreign names for this source' },
  'snmp.public': {
    type: 'boolean',
    about: 'whether SNMP accepts the community public; absent unless it was tried and answered',
  },
  'snmp.description': { type: 'string', about: 'what SNMP tells of the system (sysDescr)' },
  'ntp.control': { type: 'boolean', about: 'whether NTP tells its variables to control messages (mode 6)' },
  'ipmi.auth_none': { type: 'boolean', about: 'whether IPMI offers sessions without authentication' },
  'ipmi.anonymous': { type: 'boolean', about: 'whether IPMI has an empty user name with an empty password' },
  'rpcbind.programs': {
    type: 'list',
    about: 'RPC programs that rpcbind lists: nfs, mountd, nlockmgr, ... or their numbers',
  },
  'netbios.name': { type: 'string', about: 'computer name that NetBIOS tells' },
  'mdns.services': { type: 'list', about: 'service types that multicast DNS lists, such as _ipp._tcp' },
  'xdmcp.willing': { type: 'boolean', about: 'whether XDMCP offers a login screen' },
  'coap.resources_listed': { type: 'boolean', about: 'whether CoAP lists its resources' },
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
