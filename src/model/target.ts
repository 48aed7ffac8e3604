import type { AddressRange } from './address.ts';
import type { SourcePosition } from './errors.ts';

/** What an inventory says of a target; rules read it as `target.*`. All values are the user's own, bounded and printable. */
export interface Labels {
  readonly id?: string;
  readonly zone?: string;
  readonly env?: string;
  readonly owner?: string;
  readonly tags?: readonly string[];
  /** Ports that are meant to be open here, sorted; an open port outside the list is unexpected, a listed one that is not open is missing. */
  readonly expectOpen?: readonly number[];
  /** Whether what listens on printer ports here is no printer, and may be questioned. */
  readonly allowPayload?: boolean;
}

/** One thing that the user asked for, resolved to addresses. */
export interface Target {
  /** As written: `10.0.0.0/8`, `db.example.org`. */
  readonly text: string;
  /** Set when the text is a host name, lower case without a trailing dot. */
  readonly name?: string;
  readonly ranges: readonly AddressRange[];
  readonly labels: Labels;
  /** File and line, or `command line`. */
  readonly at?: SourcePosition;
}

/** The names and labels of one address, merged from every target that holds it. */
export interface HostIdentity {
  /** Host names that resolved to the address, in the order they were asked for. */
  readonly names: readonly string[];
  readonly labels: Labels;
  /** Whether a target gives it an id; absent where no target of the plan has one, so that there is no inventory to be missing from. */
  readonly listed?: boolean;
}

/** Addresses that were named but are not probed. */
export interface Exclusion {
  /** As written by the user. */
  readonly text: string;
  /** `--exclude`, `exclude file:line`, ... */
  readonly why: string;
  /** How many of the addresses asked for it takes away. */
  readonly addresses: number;
}

/** Who allowed the audit, recorded in the run. */
export interface Authorization {
  /** Person and reference as given, null when the run stays within ranges that need none. */
  readonly by: string | null;
  readonly ticket: string | null;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly validUntil: string | null;
  /** Where it was read: a file's path or `--authorized-by`. */
  readonly source: string | null;
}
