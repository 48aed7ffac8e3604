import { bacnet } from './checks/bacnet.ts';
import { coap } from './checks/coap.ts';
import { dns } from './checks/dns.ts';
import { ike } from './checks/ike.ts';
import { ipmi } from './checks/ipmi.ts';
import { kerberos } from './checks/kerberos.ts';
import { cldap } from './checks/ldap.ts';
import { mdns } from './checks/mdns.ts';
import { memcachedDatagram } from './checks/memcached.ts';
import { netbiosNs } from './checks/netbios-ns.ts';
import { ntp } from './checks/ntp.ts';
import { openvpn } from './checks/openvpn.ts';
import { rpcbind } from './checks/rpcbind.ts';
import { sip } from './checks/sip.ts';
import { snmp } from './checks/snmp.ts';
import { ssdp } from './checks/ssdp.ts';
import { tftp } from './checks/tftp.ts';
import { xdmcp } from './checks/xdmcp.ts';
import type { DatagramCheck } from './datagram-check.ts';

/** Every UDP service that is asked. Left out on purpose: echo, chargen, qotd and daytime, whose answers are floods, and syslog, which stores what it gets. */
export const DATAGRAM_CHECKS: readonly DatagramCheck[] = [
  dns,
  tftp,
  kerberos,
  rpcbind,
  ntp,
  netbiosNs,
  snmp,
  xdmcp,
  cldap,
  ike,
  ipmi,
  openvpn,
  ssdp,
  sip,
  mdns,
  coap,
  memcachedDatagram,
  bacnet,
];

const BY_PORT: ReadonlyMap<number, DatagramCheck> = new Map(
  DATAGRAM_CHECKS.flatMap((check) => check.ports.map((port) => [port, check] as const)),
);

/** What is asked on a UDP port. */
export function datagramCheckOf(port: number): DatagramCheck | undefined {
  return BY_PORT.get(port);
}

/** How many questions a UDP port is asked. */
export function questionsOn(port: number, snmpPublic: boolean): number {
  return datagramCheckOf(port)?.questions({ port, snmpPublic }).length ?? 0;
}
