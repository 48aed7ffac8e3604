import { ConfigError } from '../model/errors.ts';
import type { Problem } from '../model/errors.ts';
import type { Report, WaiverEntry } from '../model/report.ts';
import type { PolicyRequest } from '../model/request.ts';
import { applyWaivers } from '../policy/waivers/apply-waivers.ts';
import { assessedIn } from '../policy/waivers/assessed-in.ts';
import type { Moment } from '../policy/waivers/calendar-day.ts';
import type { WaiverContext } from '../policy/waivers/check-waivers.ts';
import { intentGroups } from '../policy/waivers/intent-groups.ts';
import { lintRegister } from '../policy/waivers/lint-register.ts';
import type { WaiverList } from '../policy/waivers/waiver-list.ts';
import type { LoadedIntent } from './load-intent.ts';
import { loadPolicy } from './load-policy.ts';
import { loadWaivers } from './load-waivers.ts';
import { loadReport } from './load-report.ts';

export interface CheckWaiversRequest {
  readonly files: readonly string[];
  /** Run directory or report.json that tells what waivers match; null for none. */
  readonly report: string | null;
  /** Rules and groups that waivers may name, and the day as of which they hold. */
  readonly policy: PolicyRequest;
}

/** What there is to say of waiver files. */
export interface CheckedWaivers {
  /** Mistakes; where there are any, nothing else is known. */
  readonly problems: readonly Problem[];
  /** Whether a report told what they match. */
  readonly matched: boolean;
  /** By id. Without a report nothing is known to match, and the state tells time alone. */
  readonly entries: readonly WaiverEntry[];
  /** What somebody should look at. */
  readonly lints: readonly Problem[];
}

/** Reads waiver files and says how they stand; scans nothing. @throws UserError for files that cannot be read, and for wrong rules or reports */
export async function checkWaivers(request: CheckWaiversRequest): Promise<CheckedWaivers> {
  const now = request.policy.asOf ?? new Date();
  const { policy, intent } = await loadPolicy({ ...request.policy, waivers: [], baseline: null });
  const saved = request.report === null ? undefined : await loadReport(request.report);
  const known = [...policy.rules.map(({ rule }) => rule.id), ...(saved?.report.rules ?? []).map(({ id }) => id)];
  const groups = intent && [...intent.matrix.groups.keys()];
  const read = await readAll(request.files, { now, ruleIds: [...new Set(known)], ...(groups && { groups }) });
  if (read.problems.length > 0) return { problems: read.problems, matched: false, entries: [], lints: [] };
  const entries =
    saved === undefined
      ? byTime(read.lists, now)
      : byReport(read.lists, saved.report, { now, groups: intent?.matrix.groups });
  const waivers = new Map(read.lists.flatMap((list) => list.waivers).map((waiver) => [waiver.id, waiver]));
  return {
    problems: [],
    matched: saved !== undefined,
    entries,
    lints: [...read.lists.flatMap(({ lints }) => lints), ...lintRegister(entries, waivers)],
  };
}

interface ReadLists {
  readonly lists: readonly WaiverList[];
  readonly problems: readonly Problem[];
}

async function readAll(files: readonly string[], context: WaiverContext): Promise<ReadLists> {
  try {
    return { lists: (await loadWaivers(files, context))?.lists ?? [], problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { lists: [], problems: error.problems };
  }
}

interface ByReport {
  readonly now: Moment;
  readonly groups: LoadedIntent['matrix']['groups'] | undefined;
}

function byReport(lists: readonly WaiverList[], report: Report, { now, groups }: ByReport): readonly WaiverEntry[] {
  const { inGroup, among } = intentGroups(groups);
  // Rules about waivers speak of what is waived already.
  const findings = report.findings.filter(({ level }) => level !== 'waiver');
  return applyWaivers(findings, lists, { now, inGroup, assessed: assessedIn(report, among(report.hosts)) }).entries;
}

/** Without findings a waiver is not unused: nobody looked. */
function byTime(lists: readonly WaiverList[], now: Moment): readonly WaiverEntry[] {
  const warnDays = new Map(lists.flatMap((list) => list.waivers.map(({ id }) => [id, list.warnDays] as const)));
  return applyWaivers([], lists, { now, assessed: () => false }).entries.map((entry): WaiverEntry => {
    if (entry.state === 'expired') return entry;
    return { ...entry, state: entry.daysLeft <= (warnDays.get(entry.id) ?? 0) ? 'expiring' : 'active' };
  });
}
