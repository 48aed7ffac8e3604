import { severityRank } from '../adjust-severity.ts';
import { endpointKey, sortedBy } from '../sort-order.ts';
import type { Changes, Finding, GoneFinding, History, Report } from '../../model/report.ts';
import { earlierFindings } from './earlier-findings.ts';
import type { Earlier } from './earlier-findings.ts';
import { exposureText, isOtherExposure, isWorseExposure } from './exposure-change.ts';
import { scopeDifferences } from './scope-differences.ts';
import { fateTeller } from './prove-resolved.ts';
import type { EarlierFinding } from './prove-resolved.ts';
import { unseenSince } from './unseen-since.ts';

/** The report of an earlier run, and where it was read. */
export interface Baseline {
  readonly report: Report;
  readonly path: string;
  readonly sha256: string;
}

export interface Compared {
  /** Those of the report, in its order, each with its history. */
  readonly findings: readonly (Finding & { readonly history: History })[];
  readonly changes: Changes;
}

const RESOLVED_LIMIT = 10_000;

/**
 * What changed since an earlier run. A finding of the baseline that is not among the report's is resolved only where the report proves it, else it
 * stays unverified and is compared again next time, so that no finding is lost by not looking.
 * @param renamed ids of rules by the ids that they had before
 */
export function compareWithBaseline(
  report: Report,
  baseline: Baseline,
  renamed: ReadonlyMap<string, string> = new Map(),
): Compared {
  const earlier = earlierFindings(baseline.report);
  const findings = report.findings.map((finding) => ({
    ...finding,
    history: historyOf(finding, earlier.find(finding), report),
  }));
  const fateOf = fateTeller(report, { renamed, identified: (finding) => earlier.identified(finding) });
  const gone = earlier.unmatched(report.findings).map((finding): GoneFinding => ({ ...finding, ...fateOf(finding) }));
  const { kept, omitted } = bounded(gone);
  return {
    findings,
    changes: {
      baseline: {
        path: baseline.path,
        sha256: baseline.sha256,
        runId: baseline.report.run.id,
        startedAt: baseline.report.run.startedAt,
      },
      counts: countChanges(findings, gone),
      gone: kept,
      goneOmitted: omitted,
      notes: scopeDifferences(report, baseline.report),
    },
  };
}

function historyOf(finding: Finding, before: Earlier | undefined, report: Report): History {
  const now = report.run.startedAt;
  const firstSeen = before?.finding.firstSeen ?? now;
  const ageDays = Math.max(0, Math.floor((Date.parse(now) - Date.parse(firstSeen)) / 86_400_000));
  const known = { firstSeen, lastSeen: now, ageDays };
  if (before === undefined) return { status: 'new', ...known, changes: [] };
  if (before.status === 'resolved')
    return { status: 'reopened', ...known, changes: changesOf(finding, before.finding) };
  const changes = changesOf(finding, before.finding);
  const worse = isWorse(finding, before.finding);
  const openBefore = unseenSince(before.finding.seen, finding.seen, report.vantages);
  return {
    status: worse ? 'escalated' : changes.length > 0 ? 'changed' : 'unchanged',
    ...known,
    changes,
    ...(openBefore.length > 0 && { openBefore }),
  };
}

function changesOf(finding: Finding, { severity, seen }: EarlierFinding): History['changes'] {
  return [
    ...(severity === finding.severity ? [] : [{ field: 'severity', from: severity, to: finding.severity }]),
    ...(isOtherExposure(seen, finding.seen)
      ? [{ field: 'exposure', from: exposureText(seen), to: exposureText(finding.seen) }]
      : []),
  ];
}

function isWorse(finding: Finding, { severity, seen }: EarlierFinding): boolean {
  return severityRank(finding.severity) < severityRank(severity) || isWorseExposure(seen, finding.seen);
}

const GONE_ORDER: readonly GoneFinding['status'][] = ['unverified', 'rule-disabled', 'resolved'];

/** What may still be open is never left out: the next comparison would not know of it. */
function bounded(gone: readonly GoneFinding[]): { readonly kept: readonly GoneFinding[]; readonly omitted: number } {
  const sorted = sortedBy(gone, (finding) => [
    GONE_ORDER.indexOf(finding.status),
    severityRank(finding.severity),
    ...endpointKey(finding),
    finding.ruleId,
    finding.fingerprint,
  ]);
  const open = sorted.filter(({ status }) => status !== 'resolved').length;
  const kept = sorted.slice(0, open + RESOLVED_LIMIT);
  return { kept, omitted: sorted.length - kept.length };
}

function countChanges(findings: Compared['findings'], gone: readonly GoneFinding[]): Changes['counts'] {
  const counts = { new: 0, unchanged: 0, changed: 0, escalated: 0, reopened: 0 };
  for (const { history } of findings) counts[history.status]++;
  const withStatus = (wanted: GoneFinding['status']): number => gone.filter(({ status }) => status === wanted).length;
  return {
    ...counts,
    resolved: withStatus('resolved'),
    unverified: withStatus('unverified'),
    ruleDisabled: withStatus('rule-disabled'),
  };
}
