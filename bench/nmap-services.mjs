// What nmap's XML says about services, and whether that is right.

/** By port: name, product and whether TLS is around it, of `nmap -sV -oX`. */
export function nmapServices(xml) {
  const services = new Map();
  for (const [, port, rest] of xml.matchAll(/<port protocol="tcp" portid="(\d+)">(.*?)<\/port>/gs)) {
    const service = /<service ([^>]*?)\/?>/.exec(rest)?.[1] ?? '';
    const attribute = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(service)?.[1];
    services.set(Number(port), { name: attribute('name'), product: attribute('product'), method: attribute('method') });
  }
  return services;
}

/** nmap's own names for what we call otherwise. */
const ALIASES = {
  smb: ['netbios-ssn', 'microsoft-ds', 'samba'],
  rdp: ['ms-wbt-server'],
  mssql: ['ms-sql-s'],
  oracle: ['oracle-tns'],
  dns: ['domain'],
  x11: ['X11'],
  'netbios-ssn': ['netbios-ssn'],
  'rmi-registry': ['java-rmi', 'rmiregistry'],
  jmx: ['java-rmi'],
  ajp: ['ajp13'],
  epmd: ['epmd'],
  distccd: ['distccd'],
  svn: ['svnserve'],
  'zabbix-agent': ['zabbix'],
  nut: ['nut', 'ups'],
  socks: ['socks5', 'socks4', 'socks-proxy'],
  'tor-control': ['tor-control'],
  squid: ['http-proxy'],
  rpcbind: ['rpcbind'],
  zeromq: ['zmtp'],
  xmpp: ['jabber', 'xmpp-client'],
  tls: ['ssl', 'ssl/unknown', 'unknown'],
  http: ['http', 'http-proxy'],
  iiop: ['giop'],
  mqtt: ['mosquitto version'],
};

/** nmap is right by its name for the service, or by the product, which is all it tells about what HTTP carries. A guess by the port number does not count. */
export function rightByNmap({ name }, service) {
  if (service === undefined || service.method !== 'probed') return false;
  const told = (service.name ?? '').toLowerCase();
  const product = (service.product ?? '').toLowerCase();
  const names = [name, ...(ALIASES[name] ?? [])].map((text) => text.toLowerCase());
  return (
    names.some((text) => told === text || told.startsWith(`${text} `)) ||
    names.some((text) => product.includes(text.replaceAll('-', ' ')) || product.includes(text))
  );
}

/** Whether nmap knows that HTTP is spoken, and not what is on it. */
export function isHttpOnly(service) {
  return service?.method === 'probed' && /^https?$/.test(service.name ?? '');
}
