import type { DetailValue } from '../model/detail-value.ts';
import type { Transport } from '../model/observation.ts';
import { printable } from '../model/printable.ts';
import type { Access, Service } from '../model/service.ts';
import { ourName } from './nmap-service-names.ts';
import type { PortFacts } from './scan-draft.ts';

/** The attributes of nmap's `<service>`; naabu hands on the same. */
export interface NmapService {
  readonly name: string;
  /** `table`: the name is the usual one for the port number, and nothing was asked. */
  readonly method: string | undefined;
  readonly product: string | undefined;
  readonly version: string | undefined;
  readonly extra: string | undefined;
  /** `ssl` where it was spoken inside TLS. */
  readonly tunnel: string | undefined;
  /** 0 to 10; 10 where a probe matched. */
  readonly confidence: number;
}

/** nmap says 10 where a pattern fits what was said, which is as much as a banner is worth here. */
const MATCHED = 8;

interface Place {
  readonly port: number;
  readonly transport: Transport;
}

/** What is proven of an endpoint by version detection; `undefined` where that is nothing. */
export function serviceFacts(seen: NmapService, { port }: Place): PortFacts | undefined {
  const { method, confidence } = seen;
  // Accepted and hung up: whoever it is said nothing.
  if (method !== 'probed' || seen.name === '' || seen.name === 'tcpwrapped' || seen.name === 'unknown')
    return undefined;
  const name = ourName(seen.name, seen.product, port);
  const service: Service = {
    name: name ?? printable(seen.name.toLowerCase(), 64),
    product: seen.product === undefined ? null : printable(seen.product, 80),
    version: seen.version === undefined ? null : printable(seen.version, 80),
    tls: seen.tunnel === 'ssl' || name === 'tls',
    method: 'probed',
    confidence: Math.min(MATCHED, Math.max(0, Math.trunc(confidence))),
    ...(name === undefined && { foreign: true }),
  };
  const access = accessOf(service.name, seen);
  const details = detailsOf(service.name, seen);
  return { service, ...(access && { access }), ...(details && { details }) };
}

/** Only where nmap's match can have come from no other answer. */
function accessOf(name: string, { product = '', version, extra = '' }: NmapService): Access | undefined {
  // Their versions are taken from what INFO and stats tell, which those with a password keep to themselves.
  if (name === 'redis' && version !== undefined && /^[\d.]+$/.test(version)) return 'none-required';
  if (name === 'memcached' && version !== undefined && product === 'Memcached') return 'none-required';
  if (name === 'mysql' && /^unauthorized(?:;|$)/.test(extra)) return 'refused-by-acl';
  return undefined;
}

function detailsOf(
  name: string,
  { product = '', extra = '' }: NmapService,
): Readonly<Record<string, DetailValue>> | undefined {
  const ssh = name === 'ssh' ? /(?:^|; )protocol (\d\.\d{1,2})(?:;|$)/.exec(extra)?.[1] : undefined;
  if (ssh !== undefined) return { 'ssh.protocol': ssh };
  // The community that the probe asks with.
  if (name === 'snmp' && product.startsWith('SNMPv1') && /^public(?:;|$)/.test(extra)) return { 'snmp.public': true };
  return undefined;
}
