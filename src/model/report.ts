import type { Endpoint } from './observation.ts';
import type * as generated from './report.generated.ts';

/** The generated types with every array and property readonly, as the model's own are. */
type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** The canonical document of a run; its JSON Schema is `schemas/report.v1.schema.json`, and these types are generated from it. */
export type Report = DeepReadonly<generated.Report>;
export type Finding = DeepReadonly<generated.Finding>;
export type NotAssessed = DeepReadonly<generated.NotAssessed>;
/** An endpoint of which rules could not be judged, before it is put together with its like. */
export interface UnassessedEndpoint extends Endpoint, Pick<NotAssessed, 'reason' | 'missing' | 'rules' | 'worst'> {
  readonly host: string;
  /** How many endpoints this one stands for; 1 where it is not given. */
  readonly times?: number;
}
export type RuleResult = DeepReadonly<generated.RuleResult>;
export type ReportHost = DeepReadonly<generated.Host>;
export type HostRange = DeepReadonly<generated.HostRange>;
export type SeverityReason = DeepReadonly<generated.SeverityReason>;
export type Pack = DeepReadonly<generated.Pack>;
export type SeverityCounts = DeepReadonly<generated.SeverityCounts>;
export type VerdictCounts = DeepReadonly<generated.VerdictCounts>;
export type Confidence = generated.Confidence;

/** Worst first. */
export const SEVERITIES = [
  'critical',
  'high',
  'medium',
  'low',
  'info',
] as const satisfies readonly generated.Severity[];
export type Severity = generated.Severity;

/** Only `fail` makes a finding; `not_assessed` and `error` never count as a pass. */
export const VERDICTS = ['fail', 'pass', 'not_applicable', 'not_assessed', 'error'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a rule judges: each endpoint, each endpoint and zone that an intent matrix speaks of, or each finding that a waiver names. */
export type RuleLevel = generated.Finding['level'];
export type Vantage = DeepReadonly<generated.Vantage>;
export type Sighting = DeepReadonly<generated.Sighting>;
export type History = DeepReadonly<generated.History>;
export type WaiverEntry = DeepReadonly<generated.WaiverEntry>;
export type WaiverRegister = DeepReadonly<generated.WaiverRegister>;
export type IntentRegister = DeepReadonly<generated.IntentRegister>;
export type Changes = DeepReadonly<generated.Changes>;
export type GoneFinding = DeepReadonly<generated.GoneFinding>;

/** Why a finding may stay for a time. */
export const WAIVER_TYPES = [
  'risk-accepted',
  'false-positive',
  'compensating-control',
  'planned-fix',
] as const satisfies readonly generated.WaiverEntry['type'][];
export type WaiverType = generated.WaiverEntry['type'];
