import type { RangeSet } from '../model/range-set.ts';
import { countAddresses, intersectRanges, subtractRanges } from '../model/range-set.ts';

/** Addresses behind one interface of a firewall. */
export interface Route {
  /** Such as `eth0`. */
  readonly interface: string;
  /** Null for all addresses that no other route names. */
  readonly addresses: RangeSet | null;
}

/** The interface behind which all of some addresses are, by the narrowest route; null where that is not told, or not the same for all. */
export function interfaceFor(addresses: RangeSet, routes: readonly Route[]): string | null {
  let found: { readonly name: string; readonly size: bigint } | undefined;
  for (const route of routes) {
    if (route.addresses === null || intersectRanges(addresses, route.addresses).length === 0) continue;
    if (subtractRanges(addresses, route.addresses).length > 0) return null;
    const size = countAddresses(route.addresses);
    if (found === undefined || size < found.size) found = { name: route.interface, size };
  }
  return found?.name ?? routes.find((route) => route.addresses === null)?.interface ?? null;
}
