import type { Transport } from '../../model/observation.ts';
import type { Severity, WaiverType } from '../../model/report.ts';

// What `schemas/waivers.v1.schema.json` lets through; the texts of days and addresses are not read yet.

export interface RawWaivers {
  readonly defaults?: { readonly max_days?: number; readonly warn_days?: number; readonly timezone?: string };
  readonly waivers: readonly RawWaiver[];
}

export interface RawWaiver {
  readonly id: string;
  readonly match: RawMatch;
  readonly type: WaiverType;
  readonly reason: string;
  readonly compensating_controls?: readonly string[];
  readonly owner: string;
  readonly approved_by: string;
  readonly ticket?: string;
  readonly created: string;
  readonly expires: string;
  readonly max_severity?: Severity;
}

export type RawMatch = { readonly fingerprint: string } | RawRuleMatch;

export interface RawRuleMatch {
  readonly rule: string;
  readonly target: RawTarget;
  readonly port?: number;
  readonly transport?: Transport;
  readonly zone?: string;
  readonly allow_broad?: boolean;
}

/** Exactly one of them. */
export interface RawTarget {
  readonly id?: string;
  readonly cidr?: string;
  readonly range?: string;
  readonly group?: string;
}

/** Where the file leaves them out. */
export const WAIVER_DEFAULTS = { maxDays: 180, warnDays: 14, timezone: 'UTC' } as const;
