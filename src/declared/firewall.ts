import type { AddressRange } from '../model/address.ts';
import type { Program } from './program.ts';

/** Formats that say what should be open. */
export const DECLARED_KINDS = ['nftables', 'iptables', 'aws-security-groups', 'terraform-plan'] as const;
export type DeclaredKind = (typeof DECLARED_KINDS)[number];

/** An inclusive run of ports. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** One rule that allows or denies, or the policy that ends a chain. */
export interface DeclaredLine {
  /** `file:line`; where the format has no lines, the file with the rule's handle or JSON path. */
  readonly at: string;
  /** The rule as a person would write it. */
  readonly text: string;
  readonly action: 'allow' | 'deny';
  readonly transport: 'tcp' | 'udp' | 'any';
  readonly ports: readonly PortRange[] | 'any';
  readonly sources: readonly AddressRange[] | 'any';
  readonly destinations: readonly AddressRange[] | 'any' | { readonly group: string };
  readonly comment: string | null;
  /** False where a match could not be modelled: nothing is concluded where only that decides. */
  readonly exact: boolean;
  /** Whether this is what holds where no rule speaks of an endpoint. */
  readonly byDefault: boolean;
}

/** What one file declares. */
export interface DeclaredFirewall {
  readonly file: string;
  readonly kind: DeclaredKind;
  readonly lines: readonly DeclaredLine[];
  /** What holds where no rule speaks of an endpoint, for connections to the host itself where the file tells hosts from routes. */
  readonly policy: 'allow' | 'deny' | 'unknown';
  /** What the file holds that is not modelled, each with its place. */
  readonly warnings: readonly string[];
  /** The rules as they are evaluated. */
  readonly program: Program;
}
