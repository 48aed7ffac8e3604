import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findSplitNetworks } from '../../src/net/split-networks.ts';

/** As Linux 6 shows it (`/proc/net/fib_trie`). */
const FIB_TRIE = `Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 10.78.0.0/16 2 0 2
        |-- 10.78.0.0
           /16 universe UNICAST
        |-- 10.78.3.3
           /32 universe UNICAST
     |-- 10.79.0.0
        /24 link UNICAST
        /30 link UNICAST
     |-- 10.80.1.128
        /25 universe UNREACHABLE
Local:
     |-- 127.0.0.1
        /32 host LOCAL
     |-- 10.90.0.0
        /24 link UNICAST
`;

const network = (a: number, b: number, c: number): number => (a << 16) | (b << 8) | c;

describe('split networks', () => {
  it('are those in which a route of any table is longer than /24', () => {
    expect([...findSplitNetworks(FIB_TRIE)].sort((a, b) => a - b)).toEqual([
      network(10, 78, 3),
      network(10, 79, 0),
      network(10, 80, 1),
      network(127, 0, 0),
    ]);
  });

  it('is none in a table without routes', () => {
    expect(findSplitNetworks('Main:\nLocal:\n').size).toBe(0);
  });

  it.skipIf(process.platform !== 'linux')('reads what this machine says', () => {
    expect(findSplitNetworks(readFileSync('/proc/net/fib_trie', 'utf8'))).toContain(network(127, 0, 0));
  });
});
