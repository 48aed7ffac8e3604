import { parseAddress } from '../model/address.ts';
import type { Endpoint } from '../model/observation.ts';

/** Sorts by a key that is computed once for each item; bigint, number and text parts compare in their own way. */
export function sortedBy<Item>(items: readonly Item[], keyOf: (item: Item) => readonly SortPart[]): readonly Item[] {
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ item }) => item);
}

type SortPart = bigint | number | string;

/** IPv4 before IPv6, then by address as a number, port and transport. */
export function endpointKey({ address, port, transport }: Endpoint): readonly SortPart[] {
  const parsed = parseAddress(address);
  return [parsed?.family ?? 0, parsed?.value ?? 0n, port, transport];
}

function compareKeys(a: readonly SortPart[], b: readonly SortPart[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? part;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
