import type { AddressRange } from '../../model/address.ts';
import type { SourcePosition } from '../../model/errors.ts';
import type { Transport } from '../../model/observation.ts';
import type { Control } from '../../model/request.ts';

/** `blocked`: nothing comes through; `closed`: something answers that nothing listens; `not-open`: either of them. */
export const EXPECTATIONS = ['open', 'closed', 'blocked', 'not-open'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** Vantages of one trust level. */
export interface IntentZone {
  readonly name: string;
  readonly vantages: readonly string[];
  /** How many of them must have been able to tell before a port counts as not open; all of them where the matrix says nothing. */
  readonly quorum: number;
  /** How the firewall before this zone refuses: `rst` makes a closed TCP port count as blocked, `icmp` a closed UDP port. */
  readonly rejectsWith: readonly ('rst' | 'icmp')[];
}

/** Labels of an inventory that hosts must have; every key that is given must fit. */
export interface LabelSelector {
  /** At least one of these tags. */
  readonly tags?: readonly string[];
  readonly ids?: readonly string[];
  readonly env?: readonly string[];
  readonly zone?: readonly string[];
  readonly owner?: readonly string[];
}

/** Hosts that belong together: those at its addresses, and those whose labels fit. */
export interface IntentGroup {
  readonly name: string;
  readonly ranges: readonly AddressRange[];
  /** Null where only addresses count. */
  readonly labels: LabelSelector | null;
}

/** Ports from `first` to `last`; `size` counts the ports of the smallest range as written that holds them. */
export interface PortSpan {
  readonly first: number;
  readonly last: number;
  readonly size: number;
}

/** One approved line: from a zone to a group, on some ports, what must be found. */
export interface IntentRow {
  /** Place in the matrix, from 0; the default has the number of rows, and controls come behind it. */
  readonly index: number;
  readonly at: SourcePosition;
  readonly zone: IntentZone;
  /** Null for the default, which holds where no row speaks, and for controls. */
  readonly group: IntentGroup | null;
  /** Disjoint and ascending; empty for the default. */
  readonly ports: readonly PortSpan[];
  /** As written, `80,443,5432-5433`; `*` for the default. */
  readonly portsText: string;
  /** Null for the default, which holds for both. */
  readonly transport: Transport | null;
  readonly expect: Expectation;
  /** The protocol that must answer, where the port is open. */
  readonly service: string | null;
  /** Whether it must ask for credentials, where the port is open. */
  readonly auth: 'required' | 'none' | null;
  readonly reason: string | null;
  readonly owner: string | null;
  readonly ticket: string | null;
  /** Last day on which it is approved, `YYYY-MM-DD`. */
  readonly expires: string | null;
}

/** A port that must be open from a zone: where it is not, the silence of everything else proves nothing. */
export interface IntentControl extends Control {
  /** What that says of the endpoint: it is expected open from there, although no row names it so. */
  readonly row: IntentRow;
}

/** What may be reached from where, as somebody approved it. Texts are the user's own, bounded and printable. */
export interface IntentMatrix {
  readonly file: string;
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly approvedBy: string | null;
  /** `YYYY-MM-DD`, as `reviewBy`. */
  readonly approved: string | null;
  readonly reviewBy: string | null;
  readonly ticket: string | null;
  /** By name, in the order written, as `groups`. */
  readonly zones: ReadonlyMap<string, IntentZone>;
  readonly groups: ReadonlyMap<string, IntentGroup>;
  readonly controls: readonly IntentControl[];
  readonly rows: readonly IntentRow[];
  /** What holds where no row speaks, by the name of the zone. */
  readonly defaults: ReadonlyMap<string, IntentRow>;
}

/** The zone that a vantage stands in; `undefined` for one that the matrix does not know. */
export function zoneOfVantage({ zones }: Pick<IntentMatrix, 'zones'>, vantage: string): IntentZone | undefined {
  return [...zones.values()].find(({ vantages }) => vantages.includes(vantage));
}

/** Where a row stands, as reports tell it: `matrix.yaml:17`. */
export function lineOf({ at }: Pick<IntentRow, 'at'>): string {
  return at.line === undefined ? at.file : `${at.file}:${at.line}`;
}
