import type { Finding, Report, RuleResult, Severity } from '../../model/report.ts';

// The parts of a report that a comparison reads and writes.

/** What one vantage saw of a finding's endpoint. */
export interface Seen {
  readonly vantage: string;
  readonly zone: string | null;
  readonly state: string;
  readonly reason: string;
}

export type ChangeStatus = 'new' | 'unchanged' | 'changed' | 'escalated' | 'reopened';

/** What became of a finding since the baseline. Moments are RFC 3339, UTC: when the runs started. */
export interface History {
  readonly status: ChangeStatus;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Whole days from `firstSeen` to this run. */
  readonly ageDays: number;
  readonly changes: readonly FieldChange[];
}

export interface FieldChange {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

export type FindingLevel = 'endpoint' | 'intent' | 'waiver';

export interface ComparableFinding extends Finding {
  readonly level: FindingLevel;
  readonly zone: string | null;
  readonly seen: readonly Seen[];
  readonly endpoints: number;
  readonly aliases: readonly string[];
  readonly history: History | null;
}

export type GoneStatus = 'resolved' | 'unverified' | 'rule-disabled';

/** A finding of the baseline that is none now, with all that the next comparison needs. */
export interface GoneFinding {
  readonly status: GoneStatus;
  readonly fingerprint: string;
  readonly aliases: readonly string[];
  readonly ruleId: string;
  readonly level: FindingLevel;
  readonly title: string;
  readonly severity: Severity;
  readonly address: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly host: string;
  /** The id label, where the fingerprint stands on it instead of the address. */
  readonly asset: string | null;
  readonly zone: string | null;
  readonly seen: readonly Seen[];
  readonly endpoints: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** What proves it, or what is missing, as a sentence. */
  readonly because: string;
}

export interface ChangeCounts {
  readonly new: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly escalated: number;
  readonly reopened: number;
  readonly resolved: number;
  readonly unverified: number;
  readonly ruleDisabled: number;
}

export interface Changes {
  readonly baseline: {
    readonly path: string;
    readonly sha256: string;
    readonly runId: string;
    readonly startedAt: string;
  };
  readonly counts: ChangeCounts;
  /** What still may be open first, then by severity, address, port and rule. */
  readonly gone: readonly GoneFinding[];
  /** Resolved ones beyond the first 10,000; no other is ever left out. */
  readonly goneOmitted: number;
}

export interface ReportVantage {
  readonly id: string;
  readonly zone: string | null;
  readonly complete: boolean;
  /** How many it observed. */
  readonly endpoints: number;
  readonly health: 'confirmed' | 'no-control' | 'failed';
}

export interface ComparableReport extends Omit<Report, 'findings' | 'rules'> {
  readonly findings: readonly ComparableFinding[];
  readonly rules: readonly RuleResult[];
  readonly vantages: readonly ReportVantage[];
  readonly intent: object | null;
  readonly waivers: object | null;
  readonly changes: Pick<Changes, 'gone'> | null;
}
