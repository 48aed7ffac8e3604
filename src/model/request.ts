import type { Effect } from './effect.ts';
import type { SourcePosition } from './errors.ts';
import type { Severity } from './report.ts';

export const ENGINES = ['auto', 'syn', 'connect', 'node'] as const;
export type EngineChoice = (typeof ENGINES)[number];

export const IDENTIFY_MODES = ['none', 'expected', 'all'] as const;
export type IdentifyMode = (typeof IDENTIFY_MODES)[number];

export const REPORT_FORMATS = ['json', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** How the difference of two runs is told. */
export const DIFF_FORMATS = ['text', 'json', 'markdown'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

/** The severity from which findings fail the run; `never` reports them only. */
export type FailOn = Severity | 'never';

/** What is to be probed. */
export interface TargetRequest {
  /** Addresses, CIDRs, ranges, host names, inventory files, or `-` for standard input. */
  readonly targets: readonly string[];
  /** Same forms as `targets`, without labels. */
  readonly exclude: readonly string[];
  readonly excludeFiles: readonly string[];
  /** Numbers, ranges and named sets separated by commas: `22,80,8000-8010,databases`. */
  readonly ports: string;
  /** A scope file; null when there is none. */
  readonly scope: string | null;
  /** `who, ticket`; null when not given. */
  readonly authorizedBy: string | null;
}

/** One of `count` equal parts of a plan's hosts, so that several machines or nights can share them. */
export interface PlanPart {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** A positive control: a port that must be open from here. Where it is not, the silence of everything else proves nothing. */
export interface Control {
  /** As given: `10.0.0.1:22`, `[2001:db8::1]:22`. */
  readonly text: string;
  /** Canonical. */
  readonly address: string;
  readonly port: number;
}

/** How the sweep asks. */
export interface SweepRequest {
  readonly engine: EngineChoice;
  /** Probes per second in all; null means no limit. */
  readonly rate: number | null;
  /** Probes per second to one host; null means no limit. */
  readonly hostRate: number | null;
  /** Probes in flight at once; null means as many as rate and timeout make, as far as the machine allows. */
  readonly concurrency: number | null;
  /** Milliseconds that one attempt waits for an answer. */
  readonly timeoutMs: number;
  /** Most probes that a silent endpoint gets. Two are sent at least, unless this is 1; more only while answers are estimated to be missing. */
  readonly attempts: number;
  /** Any text; the same seed gives the same order. Null draws one. */
  readonly seed: string | null;
  /** The part of the plan's hosts that is probed; null means all of them. */
  readonly shard: PlanPart | null;
  readonly controls: readonly Control[];
}

/** Which UDP services are asked. */
export interface UdpRequest {
  /** Numbers and ranges of ports that have a question, `default` or `all`. */
  readonly ports: string;
  /** Whether SNMP is asked with the community `public`, too. */
  readonly snmpPublic: boolean;
}

/** How open endpoints are questioned. */
export interface IdentifyRequest {
  readonly mode: IdentifyMode;
  /** Connections at once, in all. */
  readonly concurrency: number;
  /** Milliseconds from connect to end of one connection. */
  readonly deadlineMs: number;
  /** Whether controllers in plants and buildings may be questioned; nothing is sent to their ports otherwise. */
  readonly ics: boolean;
  /** Checks that leave more behind than this are not asked. */
  readonly maxEffect: Effect;
}

/** Whether connections end at a firewall or pass through it; `auto` for what its kind usually does. */
export const DECLARED_HOOKS = ['auto', 'input', 'forward'] as const;

/** Firewall configurations to hold against what was seen, as texts. */
export interface DeclaredRequest {
  /** Output of nft, iptables-save, aws or terraform. */
  readonly files: readonly string[];
  /** Where probes come from as the firewall sees it: `10.1.0.0/16`, `office=10.1.0.0/16`. */
  readonly from: readonly string[];
  readonly hook: (typeof DECLARED_HOOKS)[number];
  /** Interfaces of the firewall: `eth0`, and what is behind others, `eth1=10.1.0.0/16`. */
  readonly interfaces: readonly string[];
  /** Addresses of security groups: `sg-0a1b=203.0.113.0/24`. */
  readonly groups: readonly string[];
  /** Files that say which addresses security groups protect. */
  readonly members: readonly string[];
}

/** What judges the facts. */
export interface PolicyRequest {
  /** Rule pack files, folders or `pack:NAME` for those that come with Portreeve; empty means all that come with it. */
  readonly packs: readonly string[];
  /** Changes by rule id. */
  readonly overrides: Readonly<Record<string, RuleOverride>>;
  /** Intent matrix; null or absent for none, as what follows. */
  readonly intent?: string | null;
  /** Firewall configurations that say what should be open; absent for none. */
  readonly declared?: DeclaredRequest;
  /** Waiver files. */
  readonly waivers?: readonly string[];
  /** Whether waivers that are expired, exceeded or unused fail the run. */
  readonly strictWaivers?: boolean;
  /** Run directory or report.json of an earlier run, null for none. */
  readonly baseline?: string | null;
  /** Whether only findings count that the baseline has not, or that got worse. */
  readonly failOnNew?: boolean;
  /** `YYYY-MM-DD` as of which dates of waivers and intent count; null for today. */
  readonly asOf?: string | null;
  readonly failOn: FailOn;
  /** Share (0 to 1) of verdicts that may be not_assessed before the run is incomplete. */
  readonly maxNotAssessed: number;
  /** A file that `portreeve rules lock` wrote: packs that differ from what it says are refused. */
  readonly rulesLock?: string;
}

/** Switches a rule off or changes its severity. */
export interface RuleOverride {
  readonly off?: boolean;
  readonly severity?: Severity;
  /** Shown in the report. Needed where the rule is switched off or made less severe. */
  readonly because?: string;
  /** From a preset: left alone where the rule's pack is not among those asked for. */
  readonly preset?: string;
  /** Where it was written, for messages; not part of a run's record. */
  readonly at?: SourcePosition;
}

/** Everything an audit is made from: the configuration file, environment and flags merged. */
export interface AuditRequest {
  readonly target: TargetRequest;
  readonly sweep: SweepRequest;
  /** Absent where UDP is not asked for. */
  readonly udp?: UdpRequest;
  readonly identify: IdentifyRequest;
  readonly policy: PolicyRequest;
  readonly vantage: { readonly id: string; readonly zone: string | null };
  readonly output: {
    /** Run directory; null names one under `portreeve-runs/`. */
    readonly directory: string | null;
    readonly formats: readonly ReportFormat[];
  };
  /** The directory of an unfinished run to go on with, null for a new run. Says how, not what: it is left out of `configSha256`. */
  readonly resume: string | null;
}
