import type { ImportedScan } from './imported-scan.ts';
import { countPorts, parsePortRanges } from './port-ranges.ts';

/** What a scan set out to see, as far as its file says. */
export type ScanPlan =
  | {
      /** Every host for every port. */
      readonly kind: 'grid';
      /** Canonical addresses, in the order of the observations; those that were taken for down are among them. */
      readonly hosts: readonly string[];
      /** Pairs of first and last port, ascending; empty where the transport was not scanned. */
      readonly tcp: Uint16Array;
      readonly udp: Uint16Array;
      readonly endpoints: number;
    }
  | {
      /** Nothing but what was found: which other endpoints were asked is not known. */
      readonly kind: 'listed';
      readonly hosts: readonly string[];
    };

/** Endpoints of a `grid` without an observation were planned and are not assessed. */
export function planOfScan({ hosts, ports }: Pick<ImportedScan, 'hosts' | 'ports'>): ScanPlan {
  const addresses = hosts.map(({ address }) => address);
  const tcp = ports === null ? undefined : parsePortRanges(ports.tcp);
  const udp = ports === null ? undefined : parsePortRanges(ports.udp);
  if (tcp === undefined || udp === undefined) return { kind: 'listed', hosts: addresses };
  const endpoints = addresses.length * (countPorts(tcp) + countPorts(udp));
  return { kind: 'grid', hosts: addresses, tcp, udp, endpoints };
}
