import type { AddressValue } from '../model/address.ts';

/** IPv4 first, then as numbers. */
export function compareAddresses(a: AddressValue, b: AddressValue): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}
