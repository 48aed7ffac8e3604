/**
 * What nmap calls a protocol, where `nmap-service-probes` (7.93) gives the name for that protocol alone, and our name for it. Whatever is missing here stays
 * nmap's word: names that stand for several protocols (`zabbix` is agent and server) and everything on HTTP, of which nmap tells few applications apart.
 */
const ALIASES: Readonly<Record<string, string>> = {
  ajp12: 'ajp',
  ajp13: 'ajp',
  apachemq: 'activemq',
  asterisk: 'asterisk-ami',
  'asf-rmcp': 'ipmi',
  'bacula-fd': 'bacula',
  'bacula-sd': 'bacula',
  'cassandra-native': 'cassandra',
  check_mk: 'checkmk',
  'cisco-smartinstall': 'cisco-smart-install',
  domain: 'dns',
  elasticsearch: 'elasticsearch-transport',
  'erlang-node': 'erlang',
  exec: 'rexec',
  'ftp-proxy': 'ftp',
  giop: 'iiop',
  'git-daemon': 'git',
  'gpsd-ng': 'gpsd',
  'ibm-db2': 'db2',
  'imap-proxy': 'imap',
  'irc-proxy': 'irc',
  isakmp: 'ike',
  jabber: 'xmpp',
  'java-rmi': 'rmi-registry',
  'kerberos-sec': 'kerberos',
  login: 'rlogin',
  'microsoft-ds': 'smb',
  'ms-sql-s': 'mssql',
  'ms-wbt-server': 'rdp',
  'niagara-fox': 'fox',
  'nntp-proxy': 'nntp',
  nrpep: 'nrpe',
  'oracle-tns': 'oracle',
  pgbouncer: 'postgresql',
  pgpool: 'postgresql',
  'pop3-proxy': 'pop3',
  printer: 'lpd',
  'rethinkdb-client': 'rethinkdb',
  'riak-pbc': 'riak',
  'rtsp-proxy': 'rtsp',
  saprouter: 'sap-router',
  shell: 'rsh',
  sieve: 'managesieve',
  'sip-proxy': 'sip',
  'smtp-proxy': 'smtp',
  'socks-proxy': 'socks',
  socks4: 'socks',
  socks5: 'socks',
  ssl: 'tls',
  svnserve: 'svn',
  'telnet-proxy': 'telnet',
  'tor-socks': 'socks',
  upsd: 'nut',
  'xmpp-transport': 'xmpp',
  zmtp: 'zeromq',
};

/** Protocols that both call the same, in lower case. */
const SAME: ReadonlySet<string> = new Set(
  `adb afp amqp bacnet bgp ceph chargen citrix-ica coap daytime distccd dns docker echo epmd fastcgi finger firebird ftp ganglia gearman git gpsd
   ident imap irc iscsi jdwp jetdirect kerberos ldap lmtp mdns memcached modbus monetdb mongodb mountd mpd mqtt msrpc munin mysql nbd ndmp netbios-ns
   netbios-ssn nfs nntp ntp nut openvpn oracle pop3 postgresql pptp radmin redis rexec routeros-api rpcbind rsync rtsp sip smtp snmp socks spice ssdp ssh
   stomp tarantool telnet tftp tor-control vmware-auth vnc winbox x11 xdmcp xmpp zookeeper`.split(/\s+/),
);

/** Web applications that nmap's word for the product names without doubt (beginning of `product`), by our name. */
const APPLICATIONS: readonly (readonly [beginning: string, name: string])[] = [
  ['Elasticsearch REST API', 'elasticsearch'],
  ['CouchDB httpd', 'couchdb'],
  ['InfluxDB http admin', 'influxdb'],
  ['Elasticsearch Kibana', 'kibana'],
  ['Grafana', 'grafana'],
  ['Jenkins httpd', 'jenkins'],
  ['HashiCorp Consul', 'consul'],
  ['Hashicorp Vault', 'vault'],
  ['Portainer Docker UI', 'portainer'],
  ['Docker Registry', 'registry'],
  ['Apache Solr', 'solr'],
  ['Splunkd httpd', 'splunk'],
];

/** Our name for what nmap identified; `undefined` where its word does not settle it. */
export function ourName(name: string, product: string | undefined, port: number): string | undefined {
  const word = name.toLowerCase();
  // Samba is called netbios-ssn on both of its ports.
  if (word === 'netbios-ssn' && port === 445) return 'smb';
  if (word === 'http') return APPLICATIONS.find(([beginning]) => product?.startsWith(beginning) === true)?.[1];
  if (Object.hasOwn(ALIASES, word)) return ALIASES[word];
  return SAME.has(word) ? word : undefined;
}
