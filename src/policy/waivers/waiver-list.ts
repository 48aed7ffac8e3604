import type { AddressRange } from '../../model/address.ts';
import type { Problem, SourcePosition } from '../../model/errors.ts';
import type { Transport } from '../../model/observation.ts';
import type { Severity, WaiverType } from '../../model/report.ts';

/** A waiver file that is right. */
export interface WaiverList {
  readonly file: string;
  /** Most days from `created` to `expires`. */
  readonly maxDays: number;
  /** A waiver with at most this many days left is expiring. */
  readonly warnDays: number;
  /** IANA name; the days of all waivers are this zone's. */
  readonly timezone: string;
  readonly waivers: readonly Waiver[];
  /** What is allowed, but deserves a second look, in the order of the file. */
  readonly lints: readonly Problem[];
}

/** One accepted risk. */
export interface Waiver {
  readonly id: string;
  readonly match: WaiverMatch;
  readonly type: WaiverType;
  readonly reason: string;
  readonly compensatingControls: readonly string[];
  readonly owner: string;
  readonly approvedBy: string;
  readonly ticket: string | null;
  /** First day on which it holds, `YYYY-MM-DD`. */
  readonly created: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
  /** A finding worse than this is not covered; null covers all. */
  readonly maxSeverity: Severity | null;
  readonly at: SourcePosition;
}

/** Which findings a waiver is about. */
export type WaiverMatch = FingerprintMatch | RuleMatch;

interface FingerprintMatch {
  readonly kind: 'fingerprint';
  readonly fingerprint: string;
}

/** Findings of one rule on one target; null stands for any. */
export interface RuleMatch {
  readonly kind: 'rule';
  readonly rule: string;
  readonly target: WaiverTarget;
  readonly port: number | null;
  readonly transport: Transport | null;
  readonly zone: string | null;
}

export type WaiverTarget =
  | { readonly kind: 'id'; readonly id: string }
  /** `text` as written. */
  | { readonly kind: 'range'; readonly range: AddressRange; readonly text: string }
  /** A group of the intent matrix. */
  | { readonly kind: 'group'; readonly group: string };
