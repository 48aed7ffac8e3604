import { ConfigError, UsageError } from '../model/errors.ts';
import type { Problem } from '../model/errors.ts';
import type { Report, WaiverEntry } from '../model/report.ts';
import type { PolicyRequest } from '../model/request.ts';
import { applyWaivers } from '../policy/waivers/apply-waivers.ts';
import { assessedIn } from '../policy/waivers/assessed-in.ts';
import type { Moment } from '../policy/waivers/calendar-day.ts';
import { isCalendarDay } from '../policy/waivers/calendar-day.ts';
import type { WaiverContext } from '../policy/waivers/check-waivers.ts';
import { lintRegister } from '../policy/waivers/lint-register.ts';
import type { WaiverList } from '../policy/waivers/waiver-list.ts';
import { loadPolicy } from './load-policy.ts';
import { loadWaivers } from './load-waivers.ts';
import { loadSavedReport } from './saved-report.ts';

export interface CheckWaiversRequest {
  readonly files: readonly string[];
  /** Run directory or report.json that tells what waivers match; null for none. */
  readonly report: string | null;
  /** `YYYY-MM-DD`; null for the day that it is. */
  readonly today: string | null;
  readonly policy: Pick<PolicyRequest, 'packs' | 'overrides'>;
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
  const now = momentOf(request.today);
  const { policy } = await loadPolicy(request.policy.packs, request.policy.overrides);
  const saved = request.report === null ? undefined : await loadSavedReport(request.report);
  const known = [...policy.rules.map(({ rule }) => rule.id), ...(saved?.report.rules ?? []).map(({ id }) => id)];
  const read = await readAll(request.files, { now, ruleIds: [...new Set(known)] });
  if (read.problems.length > 0) return { problems: read.problems, matched: false, entries: [], lints: [] };
  const entries = saved === undefined ? byTime(read.lists, now) : byReport(read.lists, saved.report, now);
  const waivers = new Map(read.lists.flatMap((list) => list.waivers).map((waiver) => [waiver.id, waiver]));
  return {
    problems: [],
    matched: saved !== undefined,
    entries,
    lints: [...read.lists.flatMap(({ lints }) => lints), ...lintRegister(entries, waivers)],
  };
}

/** The moment that a check or a new waiver is of. @throws UsageError for what is no day */
export function momentOf(today: string | null): Moment {
  if (today === null) return new Date();
  if (isCalendarDay(today)) return today;
  throw new UsageError(`--today: expected a day as YYYY-MM-DD, got "${today}"`);
}

interface ReadLists {
  readonly lists: readonly WaiverList[];
  readonly problems: readonly Problem[];
}

async function readAll(files: readonly string[], context: WaiverContext): Promise<ReadLists> {
  try {
    return { lists: (await loadWaivers(files, context)).lists, problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { lists: [], problems: error.problems };
  }
}

function byReport(lists: readonly WaiverList[], report: Report, now: Moment): readonly WaiverEntry[] {
  return applyWaivers(report.findings, lists, { now, assessed: assessedIn(report) }).entries;
}

/** Without findings a waiver is not unused: nobody looked. */
function byTime(lists: readonly WaiverList[], now: Moment): readonly WaiverEntry[] {
  const warnDays = new Map(lists.flatMap((list) => list.waivers.map(({ id }) => [id, list.warnDays] as const)));
  return applyWaivers([], lists, { now, assessed: () => false }).entries.map((entry): WaiverEntry => {
    if (entry.state === 'expired') return entry;
    return { ...entry, state: entry.daysLeft <= (warnDays.get(entry.id) ?? 0) ? 'expiring' : 'active' };
  });
}
