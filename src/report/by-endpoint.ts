import { parseAddress } from '../model/address.ts';

/** Sorts by address (IPv4 before IPv6, then numerically), then port; text that is no address comes last. */
export function byEndpoint<Item extends { readonly address: string; readonly port: number }>(
  items: readonly Item[],
): readonly Item[] {
  const keyed = items.map((item) => ({ item, key: addressKey(item.address) }));
  keyed.sort((a, b) => compareText(a.key, b.key) || a.item.port - b.item.port);
  return keyed.map(({ item }) => item);
}

/** A text that sorts as the address does. */
export function addressKey(text: string): string {
  const address = parseAddress(text);
  return address === undefined ? `9${text}` : `${address.family}${address.value.toString(16).padStart(32, '0')}`;
}

/** By code unit, independent of any locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
