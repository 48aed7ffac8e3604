import type { Family } from '../model/address.ts';
import type { RangeSet } from '../model/range-set.ts';
import type { Box } from './box.ts';

/** How a denied packet is answered. `port-unreachable` and `prohibited` are ICMP; `unknown` where the file does not say. */
export type Answer = 'none' | 'reset' | 'port-unreachable' | 'prohibited' | 'unknown';

/** What a step does with the packets that it matches. */
export type Verdict =
  | { readonly to: 'allow' }
  | { readonly to: 'deny'; readonly answer: Answer }
  | { readonly to: 'jump' | 'goto'; readonly chain: string }
  | { readonly to: 'return' }
  /** Something that is not modelled, such as a rewritten destination; `why` ends a sentence that starts with the rule. */
  | { readonly to: 'unknown'; readonly why: string };

/** A verdict for the packets in any of some boxes. One rule may become several steps, as each entry of a verdict map does. */
export interface Step {
  readonly boxes: readonly Box[];
  /** Why a packet in the boxes may still not match; null where it does match. */
  readonly unsure: string | null;
  readonly verdict: Verdict;
  /** The declared line that the step belongs to; null for jumps and returns, which decide nothing by themselves. */
  readonly line: number | null;
}

export type Hook = 'input' | 'forward';

/** Where packets enter chains. */
export interface Gate {
  readonly chain: string;
  /** Null for gates that every packet passes. */
  readonly hook: Hook | null;
  readonly families: readonly Family[];
  /** What happens after the last step. */
  readonly policy: 'allow' | 'deny';
  /** The line that stands for the policy; null where the policy is to let packets on to the next gate. */
  readonly policyLine: number | null;
  /** The group of addresses that the gate protects; null where it protects all. */
  readonly group: string | null;
  /** Of the groups that a destination is in: whether all must let a packet through, or one is enough, as with security groups of AWS. */
  readonly needs: 'all' | 'one';
}

/** Chains by name, and the gates in the order in which packets meet them. */
export interface Program {
  readonly chains: ReadonlyMap<string, readonly Step[]>;
  readonly gates: readonly Gate[];
  /** Which addresses each group protects, as far as the file says. */
  readonly members: readonly GroupMember[];
}

/** Addresses that a security group protects. */
export interface GroupMember {
  readonly group: string;
  readonly addresses: RangeSet;
}
