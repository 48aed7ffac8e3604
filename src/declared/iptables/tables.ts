import type { Family } from '../../model/address.ts';
import type { ProgramBuilder } from '../program-builder.ts';

export interface Chain {
  /** Its name among all chains of the file. */
  readonly key: string;
  /** `ACCEPT`, `DROP`, or `-` for chains that others jump to. */
  readonly policy: string;
  /** `file:line`. */
  readonly at: string;
}

/** One table of one IP version. */
export interface Table {
  readonly name: string;
  readonly family: Family;
  readonly prefix: string;
  readonly chains: Map<string, Chain>;
}

/** The way of a packet through chains and their tables on its way in (iptables(8), "TABLES"). */
const ORDER: readonly {
  readonly chain: string;
  readonly tables: readonly string[];
  readonly hook: 'input' | 'forward' | null;
}[] = [
  { chain: 'PREROUTING', tables: ['raw', 'mangle', 'nat'], hook: null },
  { chain: 'INPUT', tables: ['mangle', 'filter', 'security'], hook: 'input' },
  { chain: 'FORWARD', tables: ['mangle', 'filter', 'security'], hook: 'forward' },
  { chain: 'POSTROUTING', tables: ['mangle'], hook: 'forward' },
];

/** Makes gates of the built-in chains, in the order in which a packet meets them. */
export function addGates(tables: readonly Table[], builder: ProgramBuilder): void {
  for (const { chain: chainName, tables: names, hook } of ORDER) {
    for (const name of names) {
      for (const table of tables) {
        const chain = table.name === name ? table.chains.get(chainName) : undefined;
        if (chain === undefined) continue;
        builder.addGate({
          at: chain.at,
          text: `${table.family === 4 ? 'iptables' : 'ip6tables'} -P ${chainName} ${chain.policy}`,
          chain: chain.key,
          hook,
          families: [table.family],
          policy: chain.policy === 'DROP' ? 'deny' : 'allow',
          passing: name !== 'filter' || hook === null,
        });
      }
    }
  }
}
