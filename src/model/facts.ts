import type { DetailValue } from './detail-value.ts';
import { isReachFact } from './reach-fact.ts';
import type { ReachFact } from './reach-fact.ts';

export type FactType = 'string' | 'number' | 'boolean' | 'list';

export interface FactDeclaration {
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
  'tls.versions': {
    type: 'list',
    about:
      'every version offered, of TLSv1, TLSv1.1, TLSv1.2 and TLSv1.3; absent unless each of them was asked and answered',
  },
  'tls.versions_seen': { type: 'list', about: 'versions known to be offered; others may be as well' },
  'tls.cipher': { type: 'string', about: 'negotiated cipher suite, in the words of OpenSSL' },
  'tls.alpn': { type: 'string', about: 'application protocol that the server chose of h2 and http/1.1' },
  'tls.self_signed': { type: 'boolean', about: 'whether the certificate is its own issuer' },
  'tls.subject': { type: 'string', about: 'certificate subject' },
  'tls.issuer': { type: 'string', about: 'certificate issuer' },
  'tls.names': { type: 'list', about: 'host names and addresses in the certificate' },
  'tls.key_type': { type: 'string', about: 'type of the key in the certificate: rsa, ec, ed25519, ...' },
  'tls.key_bits': { type: 'number', about: 'size of that key' },
  'tls.signature': { type: 'string', about: 'how the certificate was signed, such as sha256WithRSAEncryption' },
  'tls.chain_fits': {
    type: 'boolean',
    about: 'whether each certificate that the server sent signed the one before; that the root is missing is usual',
  },
  'tls.not_before': { type: 'string', about: 'when the certificate begins, RFC 3339 in UTC' },
  'tls.not_after': { type: 'string', about: 'when the certificate ends, RFC 3339 in UTC' },
  'tls.days_left': {
    type: 'number',
    about: 'whole days until the certificate ends, negative when past, counted at the observation',
  },
  'ssh.protocol': { type: 'string', about: 'protocol version of the SSH banner, such as 2.0 or 1.99' },
  'ssh.kex': { type: 'list', about: 'key exchange methods that SSH offers' },
  'ssh.host_key_algorithms': { type: 'list', about: 'host key algorithms that SSH offers' },
  'ssh.ciphers': { type: 'list', about: 'ciphers that SSH offers in either direction' },
  'ssh.macs': { type: 'list', about: 'MACs that SSH offers in either direction' },
  'ftp.anonymous': { type: 'boolean', about: 'whether FTP accepts the user anonymous' },
  'ftp.tls': { type: 'boolean', about: 'whether FTP offers AUTH TLS' },
  'afp.guest': { type: 'boolean', about: 'whether AFP lets guests log in' },
  'afp.server_name': { type: 'string', about: 'name that the AFP server gives itself' },
  'bgp.as': { type: 'number', about: 'autonomous system in the OPEN of the router' },
  'dns.recursion': { type: 'boolean', about: 'whether the name server looks up names for this vantage' },
  'iscsi.open_discovery': { type: 'boolean', about: 'whether iSCSI lists its targets without a password' },
  'iscsi.targets': { type: 'list', about: 'iSCSI targets listed, at most 50' },
  'nbd.exports': { type: 'list', about: 'NBD exports listed, at most 50' },
  'nfs.exports': { type: 'list', about: 'folders that NFS exports, at most 50' },
  'nfs.world_exports': { type: 'list', about: 'folders that NFS exports to everybody, at most 50' },
  'nntp.tls': { type: 'boolean', about: 'whether NNTP offers STARTTLS' },
  'nut.ups': { type: 'list', about: 'power supplies listed, at most 50' },
  'rpcbind.programs': { type: 'list', about: 'RPC programs registered: nfs, mountd, ... or their numbers' },
  'rsync.modules': { type: 'list', about: 'rsync modules listed, at most 50' },
  'socks.auth': { type: 'string', about: 'none, username or other: what the SOCKS proxy asks for' },
  'imap.login_without_tls': { type: 'boolean', about: 'whether IMAP takes passwords outside TLS' },
  'imap.tls': { type: 'boolean', about: 'whether IMAP offers STARTTLS' },
  'managesieve.tls': { type: 'boolean', about: 'whether ManageSieve offers STARTTLS' },
  'pop3.login_without_tls': { type: 'boolean', about: 'whether POP3 takes passwords outside TLS' },
  'pop3.tls': { type: 'boolean', about: 'whether POP3 offers STLS' },
  'smtp.auth_without_tls': { type: 'boolean', about: 'whether SMTP offers AUTH outside TLS' },
  'smtp.tls': { type: 'boolean', about: 'whether SMTP offers STARTTLS' },
  'http.status': { type: 'number', about: 'status of GET /' },
  'http.title': { type: 'string', about: 'title of the page at /' },
  'http.server': { type: 'string', about: 'Server header' },
  'mssql.encryption': {
    type: 'string',
    about: 'whether SQL Server encrypts: required, optional (the login at least) or unsupported',
  },
  'cassandra.authenticator': { type: 'string', about: 'class that Cassandra demands credentials for' },
  'firebird.protocol': {
    type: 'number',
    about: 'wire protocol: up to 12 before Firebird 3, 13 to 15 in 3, 16 and more since 4',
  },
  'http.auth': {
    type: 'list',
    about: 'schemes that WWW-Authenticate of GET / asks for: basic, bearer, digest, ntlm, negotiate, ...',
  },
  'http.realm': { type: 'string', about: 'realm of WWW-Authenticate' },
  'http.version': { type: 'string', about: '2 where a server speaks nothing older; absent for HTTP/1' },
  'spring.env': { type: 'boolean', about: 'whether Spring Boot Actuator links its environment' },
  'spring.heapdump': { type: 'boolean', about: 'whether Spring Boot Actuator links dumps of its memory' },
  'mysql.tls': { type: 'boolean', about: 'whether MySQL offers TLS in its greeting' },
  'redis.mode': { type: 'string', about: 'standalone, sentinel or cluster' },
  'postgresql.auth': {
    type: 'string',
    about: 'authentication that PostgreSQL asks for: trust, password, md5, scram-sha-256, gss, sspi',
  },
  'postgresql.tls': { type: 'boolean', about: 'whether PostgreSQL accepts SSLRequest' },
  'tarantool.protocol': { type: 'string', about: 'binary, or console: a prompt for any code' },
  'rdp.nla': { type: 'string', about: 'required, optional or unsupported' },
  'vnc.security': { type: 'list', about: 'RFB security types offered: none, vnc-auth, vencrypt, ...' },
  'smb.dialect': { type: 'string', about: 'newest SMB dialect that both sides know, such as 3.1.1, or NT LM 0.12' },
  'smb.signing': { type: 'string', about: 'whether the SMB server signs: required, optional or disabled' },
  'smb.v1': { type: 'boolean', about: 'whether the server still accepts SMB version 1' },
  'ldap.anonymous_bind': { type: 'boolean', about: 'whether LDAP accepts a bind without name and password' },
  'ldap.tls': { type: 'string', about: 'StartTLS: required, optional or unsupported; absent inside TLS' },
  'spice.cleartext': { type: 'boolean', about: 'whether SPICE accepts a session without TLS' },
  'opcua.policies': { type: 'list', about: 'security policies offered by OPC UA: None, Basic256Sha256, ...' },
  'opcua.user_tokens': {
    type: 'list',
    about: 'how users of OPC UA may log in: anonymous, username, certificate, issued',
  },
  'telnet.prompt': { type: 'string', about: 'login or shell: what the session asks first' },
  'zookeeper.mode': { type: 'string', about: 'standalone, leader, follower or observer' },
  'kafka.brokers': { type: 'number', about: 'how many brokers the cluster tells a stranger about' },
  'kafka.mechanisms': { type: 'list', about: 'SASL mechanisms that Kafka asks for' },
  'amqp.mechanisms': { type: 'list', about: 'SASL mechanisms that AMQP offers, such as PLAIN or ANONYMOUS' },
  'nats.tls_required': { type: 'boolean', about: 'whether NATS asks every client for TLS' },
  'xmpp.tls': { type: 'string', about: 'whether STARTTLS is required, offered or none of both' },
  'xmpp.mechanisms': { type: 'list', about: 'SASL mechanisms that XMPP offers, such as PLAIN or ANONYMOUS' },
  'zeromq.mechanism': { type: 'string', about: 'NULL, PLAIN, CURVE or GSSAPI: how ZeroMQ secures its connections' },
  'zabbix.stats': { type: 'boolean', about: 'whether the Zabbix server tells its statistics to this vantage' },
  'rmi.names': { type: 'list', about: 'names that an RMI registry has bound' },
  'epmd.names': { type: 'list', about: 'Erlang nodes that epmd knows' },
  'erlang.node': { type: 'string', about: 'name of the Erlang node' },
  'snmp.public': {
    type: 'boolean',
    about: 'whether SNMP accepts the community public; absent unless it was tried and answered',
  },
  'snmp.description': { type: 'string', about: 'what SNMP tells of the system (sysDescr)' },
  'ntp.control': { type: 'boolean', about: 'whether NTP tells its variables to control messages (mode 6)' },
  'ipmi.auth_none': { type: 'boolean', about: 'whether IPMI offers sessions without authentication' },
  'ipmi.anonymous': { type: 'boolean', about: 'whether IPMI has an empty user name with an empty password' },
  'netbios.name': { type: 'string', about: 'computer name that NetBIOS tells' },
  'mdns.services': { type: 'list', about: 'service types that multicast DNS lists, such as _ipp._tcp' },
  'xdmcp.willing': { type: 'boolean', about: 'whether XDMCP offers a login screen' },
  'coap.resources_listed': { type: 'boolean', about: 'whether CoAP lists its resources' },
  'iiop.naming': { type: 'boolean', about: 'whether an object NameService is found by CORBA' },
  'unknown.said': { type: 'string', about: 'first words of a service that nobody recognised' },
  'target.id': { type: 'string', about: 'id label of the target, else its address' },
  'target.host': { type: 'string', about: 'host name the address was named by, else the address' },
  'target.zone': { type: 'string', about: 'zone label' },
  'target.env': { type: 'string', about: 'env label' },
  'target.owner': { type: 'string', about: 'owner label' },
  'target.tags': { type: 'list', about: 'tags label' },
  'target.listed': {
    type: 'boolean',
    about: 'whether the inventory gives the host an id; absent where no target has one',
  },
  'vantage.id': { type: 'string', about: 'where the probes started; absent where several vantages looked' },
  'vantage.zone': { type: 'string', about: 'zone of the vantage; absent where vantages of several zones looked' },
  'vantage.health': {
    type: 'string',
    about:
      'confirmed, no-control or failed: whether a port that must be open was; the worst of all vantages that looked',
  },
  exposure: {
    type: 'string',
    about:
      'global (open from every vantage of the zone internet, at least two), single (from the only one), partial (from some), internal (from other zones only) or none',
  },
  'control.expect': { type: 'string', about: 'open where the endpoint is a positive control, which must be open' },
  'intent.expect': { type: 'string', about: 'what the intent matrix wants: open, closed, blocked or not-open' },
  'intent.observed': { type: 'string', about: 'open, mixed, closed or blocked, from the zone of the row' },
  'intent.matched': { type: 'boolean', about: 'whether what was observed is what the intent matrix wants' },
  'intent.deviation': {
    type: 'string',
    about:
      'unexpected-open, missing-open, passes-but-no-listener, filtered-not-closed, wrong-service, wrong-access or none',
  },
  'intent.zone': { type: 'string', about: 'zone that the row of the matrix speaks of' },
  'intent.row': { type: 'string', about: 'file and line of the row, or of the default' },
  'intent.by_default': { type: 'boolean', about: 'whether no row speaks of the endpoint, only the default' },
  'intent.group': { type: 'string', about: 'group of targets that the row names' },
  'intent.reason': { type: 'string', about: 'reason of the row' },
  'intent.ticket': { type: 'string', about: 'ticket of the row' },
  'intent.owner': { type: 'string', about: 'owner of the row' },
  'intent.expired': { type: 'boolean', about: 'whether the row or the whole matrix is past its date' },
  'waiver.id': { type: 'string', about: 'id of the waiver' },
  'waiver.state': { type: 'string', about: 'active, expiring, expired or exceeded' },
  'waiver.type': {
    type: 'string',
    about: 'risk-accepted, false-positive, compensating-control or planned-fix',
  },
  'waiver.owner': { type: 'string', about: 'owner of the waiver' },
  'waiver.self_approved': { type: 'boolean', about: 'whether its owner approved it' },
  'waiver.days_left': { type: 'number', about: 'days until its last day, negative when past' },
  'waiver.rule': { type: 'string', about: 'id of the rule that it waives' },
  'waiver.severity': { type: 'string', about: 'severity of the finding that it waives' },
} as const satisfies Record<string, FactDeclaration>;

export type FactName = keyof typeof FACTS | ReachFact;

const REACH_DECLARATION: FactDeclaration = {
  type: 'string',
  about: 'open, mixed, closed or blocked: what the vantages of that zone saw together; absent without enough of them',
};

/** Whether a text names a fact. */
export function isFactName(text: string): text is FactName {
  return Object.hasOwn(FACTS, text) || isReachFact(text);
}

/** The type of a fact's values, and what it says. */
export function declarationOf(fact: FactName): FactDeclaration {
  return isReachFact(fact) ? REACH_DECLARATION : FACTS[fact];
}

/** What is known of one endpoint; absent keys are unknown. */
export type Facts = Readonly<Partial<Record<keyof typeof FACTS, DetailValue>> & Record<ReachFact, DetailValue>>;
