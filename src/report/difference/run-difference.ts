import type { Changes, Finding, History, Report } from '../../model/report.ts';
import { endpointChanges } from './endpoint-changes.ts';
import type { EndpointChange } from './endpoint-changes.ts';
import { certificateChanges, serviceChanges } from './service-changes.ts';
import type { DetailChange } from './service-changes.ts';

/** What changed between two runs, as `portreeve diff --format json` prints it. */
export interface RunDifference {
  readonly schemaVersion: '1.0';
  readonly old: ComparedRun;
  readonly new: ComparedRun;
  /** What makes the two hard to compare, as sentences. */
  readonly notes: readonly string[];
  /** Of findings by status, and of endpoints, services and certificates that changed. */
  readonly counts: Changes['counts'] & {
    readonly opened: number;
    readonly notOpenNow: number;
    readonly services: number;
    readonly certificates: number;
  };
  /** New, worse, reopened and otherwise changed findings in the order of the report. */
  readonly findings: readonly ChangedFinding[];
  /** Findings of the old run that are none now. */
  readonly gone: Changes['gone'];
  readonly goneOmitted: number;
  /** By address and port, the first 10,000 of each list; `counts` has them all. */
  readonly opened: readonly EndpointChange[];
  readonly notOpenNow: readonly EndpointChange[];
  readonly services: readonly DetailChange[];
  readonly certificates: readonly DetailChange[];
}

export interface ComparedRun {
  readonly path: string;
  readonly runId: string;
  readonly startedAt: string;
}

export interface ChangedFinding extends Pick<
  Finding,
  | 'fingerprint'
  | 'ruleId'
  | 'title'
  | 'severity'
  | 'address'
  | 'port'
  | 'transport'
  | 'host'
  | 'zone'
  | 'owner'
  | 'message'
  | 'disposition'
> {
  readonly status: Exclude<History['status'], 'unchanged'>;
  readonly firstSeen: string;
  readonly ageDays: number;
  readonly changes: History['changes'];
}

/** Two reports, and what the comparison of their findings gave. */
export interface ComparedReports {
  readonly old: { readonly report: Report; readonly path: string };
  /** Its findings have their history against the old one. */
  readonly new: { readonly report: Report; readonly path: string };
  readonly changes: Changes;
}

const MOST_LISTED = 10_000;

/** Puts together what changed. */
export function runDifference({ old, new: now, changes }: ComparedReports): RunDifference {
  const endpoints = endpointChanges(old.report, now.report);
  const services = serviceChanges(old.report, now.report);
  const certificates = certificateChanges(old.report, now.report);
  return {
    schemaVersion: '1.0',
    old: runOf(old),
    new: runOf(now),
    notes: changes.notes,
    counts: {
      ...changes.counts,
      opened: endpoints.opened.length,
      notOpenNow: endpoints.notOpenNow.length,
      services: services.length,
      certificates: certificates.length,
    },
    findings: now.report.findings.flatMap(changedFinding),
    gone: changes.gone,
    goneOmitted: changes.goneOmitted,
    opened: endpoints.opened.slice(0, MOST_LISTED),
    notOpenNow: endpoints.notOpenNow.slice(0, MOST_LISTED),
    services: services.slice(0, MOST_LISTED),
    certificates: certificates.slice(0, MOST_LISTED),
  };
}

function runOf({ report: { run }, path }: ComparedReports['old']): ComparedRun {
  return { path, runId: run.id, startedAt: run.startedAt };
}

function changedFinding(finding: Finding): readonly ChangedFinding[] {
  const { fingerprint, ruleId, title, severity, address, port, transport, host, history } = finding;
  const { zone, owner, message, disposition } = finding;
  if (history === null || history.status === 'unchanged') return [];
  const { status, firstSeen, ageDays, changes } = history;
  const known = { fingerprint, ruleId, title, severity, address, port, transport, host, zone, owner, message };
  return [{ status, ...known, disposition, firstSeen, ageDays, changes }];
}

/** Whether anything got worse: a finding that no waiver covers is new, escalated or back. */
export function gotWorse({ findings }: RunDifference): boolean {
  return findings.some(({ status, disposition }) => status !== 'changed' && disposition !== 'waived');
}
