import { readFileSync } from 'node:fs';
import { parseAddress } from '../model/address.ts';

/** `/proc/net/fib_trie` shows an address as `|-- 10.0.0.1`, and below it the prefix lengths of the routes there as `/32 host LOCAL`. */
const ROUTE = /\|-- ([\d.]+)\n((?:\s+\/\d+ .*\n?)+)/g;
const LENGTH = /^\s+\/(\d+) /gm;

/**
 * The /24 networks, as the upper 24 bits of their addresses, in which a route of any table is more specific than /24: there each address may have a source
 * address of its own. `undefined` where the system does not tell.
 */
export function readSplitNetworks(): ReadonlySet<number> | undefined {
  try {
    return findSplitNetworks(readFileSync('/proc/net/fib_trie', 'utf8'));
  } catch (error) {
    // Without /proc (a bare chroot) every address is asked about.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** The same from the text of `/proc/net/fib_trie`. */
export function findSplitNetworks(fibTrie: string): ReadonlySet<number> {
  const networks = new Set<number>();
  for (const [, text = '', routes = ''] of fibTrie.matchAll(ROUTE)) {
    const address = parseAddress(text);
    const isLong = [...routes.matchAll(LENGTH)].some(([, length]) => Number(length) > 24);
    if (address !== undefined && isLong) networks.add(Number(address.value >> 8n));
  }
  return networks;
}
