import type { AddressRange } from './address.ts';
import type { Endpoint, Transport } from './observation.ts';
import type { HostIdentity } from './target.ts';

/** Consecutive hosts of a plan with the same names and labels. */
export interface HostSegment {
  /** The number of its first host. */
  readonly firstHost: number;
  readonly hosts: number;
  readonly identity: HostIdentity;
}

/**
 * Every endpoint of a sweep as an indexable list that is never built: hosts in ascending order (IPv4 before IPv6), ports ascending within a host.
 * Indices are safe integers below 2^53.
 */
export interface Plan {
  /** Of all its endpoints; a run that asks both has two plans of the same hosts. */
  readonly transport: Transport;
  /** Endpoints: `hosts * ports.length`. */
  readonly size: number;
  /** Addresses after merging and exclusion. */
  readonly hosts: number;
  /** Ascending, without repetition. */
  readonly ports: readonly number[];
  /** Disjoint, ascending, without the excluded addresses. */
  readonly ranges: readonly AddressRange[];
  /** All hosts, ascending: as many segments as targets and exclusions make, whatever the number of hosts. Computed when first asked for. */
  readonly segments: readonly HostSegment[];
  /** @throws RangeError outside `0 <= index < size` */
  at(index: number): Endpoint;
  /** The index of an endpoint, or -1 where the plan does not hold it. */
  indexOf(address: string, port: number): number;
  /** The canonical text of the n-th address. @throws RangeError */
  hostAt(host: number): string;
  /** The number of an address, or -1. */
  hostIndexOf(address: string): number;
  /** Names and labels of an address in the plan; empty ones outside it. */
  identityOf(address: string): HostIdentity;
}
