/**
 * The UDP services that are asked, by the port they are usually found on (IANA service name registry). UDP gives no answer to a mere knock, so that a
 * port without a question of its own could only stay silent: these are all that there are.
 */
const PORTS_BY_SERVICE = {
  bacnet: [47808],
  coap: [5683],
  dns: [53],
  ike: [500, 4500],
  ipmi: [623],
  kerberos: [88],
  ldap: [389],
  mdns: [5353],
  memcached: [11211],
  'netbios-ns': [137],
  ntp: [123],
  openvpn: [1194],
  rpcbind: [111],
  sip: [5060],
  snmp: [161],
  ssdp: [1900],
  tftp: [69],
  xdmcp: [177],
} as const satisfies Record<string, readonly number[]>;

/** Industrial controllers are asked only where somebody names their ports. */
const INDUSTRIAL: readonly string[] = ['bacnet'];

const SERVICE_BY_PORT: ReadonlyMap<number, string> = new Map(
  Object.entries(PORTS_BY_SERVICE).flatMap(([service, ports]) => ports.map((port) => [port, service] as const)),
);

/** The service that is asked on a UDP port; `undefined` for ports without a question. */
export function udpService(port: number): string | undefined {
  return SERVICE_BY_PORT.get(port);
}

/** The ports that have a question, ascending; `default` leaves out those of industrial protocols. */
export function udpPorts(which: 'default' | 'all'): readonly number[] {
  return [...SERVICE_BY_PORT]
    .filter(([, service]) => which === 'all' || !INDUSTRIAL.includes(service))
    .map(([port]) => port)
    .sort((a, b) => a - b);
}
