import type { Exclusion, Authorization, Labels } from './target.ts';
import type { AuditRequest, PlanPart } from './request.ts';

/**
 * Up to this many planned endpoints each has a line in `observations.jsonl`. In larger plans only open ones have, and those that a label declares open;
 * the others are in the journal.
 */
export const LISTED_ENDPOINTS = 100_000;

/** A target as a run keeps it: resolved, so that a replay asks no resolver. */
export interface RunTarget {
  readonly text: string;
  readonly name?: string;
  /** `a-b` or `a`, canonical. */
  readonly ranges: readonly string[];
  readonly addresses: number;
  readonly labels: Labels;
}

/** What only the sweep knows; absent in a run that was killed. */
export interface RunCounters {
  readonly probesSent: number;
  readonly retriedLocally: number;
  readonly answeredOnRetry: number;
  /** Share from 0 to 1, null when nothing answered. */
  readonly estimatedLoss: number | null;
  readonly sweepSeconds: number;
  /** Answers that the kernel dropped because they were not read in time. */
  readonly kernelDrops: number;
  /** Answering endpoints that were probably not found, null when nothing tells. */
  readonly missed: MissedEndpoints | null;
  /** Most passes made over endpoints that stayed silent. */
  readonly passes: number;
  readonly rates: ProbeRates;
}

/** An estimate with its 95 % interval. */
export interface MissedEndpoints {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** Probes a second; null stands for no limit asked for, and for nothing measured. */
export interface ProbeRates {
  readonly asked: number | null;
  /** Measured over the slowest and the fastest pass. */
  readonly slowest: number | null;
  readonly fastest: number | null;
}

export interface UdpRecord {
  /** Ports as ranges. */
  readonly ports: string;
  readonly endpoints: number;
  /** Null in a run that was killed. */
  readonly datagramsSent: number | null;
  readonly seconds: number | null;
}

/** A positive control of a run, and whether it was open each time that it was asked. */
export interface ControlRecord {
  readonly address: string;
  readonly port: number;
  readonly open: boolean;
}

/** `run.json`: what a run was made from and how it ended. Written at the start, and again at the end. */
export interface RunRecord {
  readonly schemaVersion: '1.0';
  readonly tool: { readonly name: 'portreeve'; readonly version: string; readonly node: string };
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Whether every endpoint of the plan was observed, and every open one questioned as asked for. */
  readonly complete: boolean;
  readonly request: AuditRequest;
  /** When this run was gone on with, in order; empty for one made in one go. */
  readonly resumedAt: readonly string[];
  /** SHA-256 of the request as JSON, `resume` being null. */
  readonly configSha256: string;
  /** What is probed and in which order, see `planHash`; going on with the run takes the same plan. */
  readonly planSha256: string;
  readonly seed: string;
  /** The part of the plan's hosts that this run is about, null for all; `hosts` and `endpoints` count this part. */
  readonly shard: PlanPart | null;
  readonly engine: string;
  readonly inputs: readonly { readonly kind: string; readonly path: string; readonly sha256: string }[];
  readonly authorization: Authorization;
  readonly targets: readonly RunTarget[];
  readonly exclusions: readonly Exclusion[];
  /** Ranges that were taken out, as `a-b`. */
  readonly excludedRanges: readonly string[];
  /** Ports as ranges. */
  readonly ports: string;
  readonly hosts: number;
  readonly endpoints: number;
  readonly counters: RunCounters | null;
  /** Absent in a run that was killed. */
  readonly controls?: readonly ControlRecord[];
  /** What UDP was asked; absent where it was not. `ports`, `endpoints` and `counters` are those of TCP. */
  readonly udp?: UdpRecord;
  /** ICMP echo by address, asked of hosts of which no port answered. */
  readonly echo: Readonly<Record<string, 'answered' | 'silent' | 'not-asked'>>;
  readonly outcome: { readonly verdict: string; readonly exitCode: number } | null;
}
