import { severityRank } from '../adjust-severity.ts';
import { dayIn } from './calendar-day.ts';
import type { InGroup, WaivableFinding } from './match-finding.ts';
import { matchesFinding } from './match-finding.ts';
import type { WaiverEntry, WaiverState } from './waiver-entry.ts';
import { daysLeft, entryOf } from './waiver-entry.ts';
import type { Waiver, WaiverList } from './waiver-list.ts';

/** What a waiver makes of a finding; all but `waived` still count. */
export interface Disposition {
  readonly disposition: 'open' | 'waived' | 'waiver-expired' | 'waiver-exceeded';
  /** The id of the waiver that decides; null where none is about the finding. */
  readonly waiver: string | null;
}

export interface ApplyWaiversOptions {
  /** The moment as of which waivers hold. */
  readonly now: Date;
  /** Whether a waiver's target was assessed; asked only of waivers that match nothing. */
  readonly assessed: (waiver: Waiver) => boolean;
  /** Without it no group matches. */
  readonly inGroup?: InGroup;
}

export interface AppliedWaivers<Finding> {
  /** The same findings in the same order, each with what became of it. */
  readonly findings: readonly (Omit<Finding, keyof Disposition> & Disposition)[];
  /** One for each waiver, by id. */
  readonly entries: readonly WaiverEntry[];
}

/**
 * Marks findings that are accepted. The one place where that happens: a waiver changes neither verdict, severity nor fingerprint of a finding, and of
 * several waivers the one that holds longest decides, those that cover the finding before those that do not.
 */
export function applyWaivers<Finding extends WaivableFinding>(
  findings: readonly Finding[],
  list: WaiverList,
  { now, assessed, inGroup = () => false }: ApplyWaiversOptions,
): AppliedWaivers<Finding> {
  const today = dayIn(list.timezone, now);
  const candidatesFor = indexWaivers(list.waivers);
  const matched = new Map<string, Set<string>>();
  const exceeded = new Set<string>();
  const marked = findings.map((finding) => {
    const about = candidatesFor(finding).filter(
      ({ match, created }) => created <= today && matchesFinding(match, finding, inGroup),
    );
    for (const waiver of about) {
      const fingerprints = matched.get(waiver.id) ?? new Set();
      matched.set(waiver.id, fingerprints.add(finding.fingerprint));
      if (isExceeded(waiver, finding)) exceeded.add(waiver.id);
    }
    return { ...finding, ...decide(about, finding, today) };
  });

  function stateOf(waiver: Waiver): WaiverState {
    const left = daysLeft(waiver, today);
    if (left < 0) return 'expired';
    if (!matched.has(waiver.id)) return assessed(waiver) ? 'unused' : 'unverified';
    if (exceeded.has(waiver.id)) return 'exceeded';
    return left <= list.warnDays ? 'expiring' : 'active';
  }

  const entries = list.waivers
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((waiver) =>
      entryOf(waiver, {
        state: stateOf(waiver),
        daysLeft: daysLeft(waiver, today),
        matched: [...(matched.get(waiver.id) ?? [])].sort(),
      }),
    );
  return { findings: marked, entries };
}

/** Waivers by what a finding must have to be theirs, so that not every waiver is held against every finding. */
function indexWaivers(waivers: readonly Waiver[]): (finding: WaivableFinding) => readonly Waiver[] {
  const byKey = new Map<string, Waiver[]>();
  for (const waiver of waivers) {
    const key = waiver.match.kind === 'fingerprint' ? waiver.match.fingerprint : waiver.match.rule;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [waiver]);
    else known.push(waiver);
  }
  return ({ fingerprint, aliases, ruleId }) =>
    [...new Set([fingerprint, ...aliases, ruleId])].flatMap((key) => byKey.get(key) ?? []);
}

function decide(about: readonly Waiver[], finding: WaivableFinding, today: string): Disposition {
  const ranked = about
    .map((waiver) => ({ waiver, disposition: dispositionBy(waiver, finding, today) }))
    .sort(
      (a, b) =>
        RANK[a.disposition] - RANK[b.disposition] ||
        compare(b.waiver.expires, a.waiver.expires) ||
        compare(a.waiver.id, b.waiver.id),
    );
  const [first] = ranked;
  if (first === undefined) return { disposition: 'open', waiver: null };
  return { disposition: first.disposition, waiver: first.waiver.id };
}

type ByWaiver = Exclude<Disposition['disposition'], 'open'>;

const RANK: Readonly<Record<ByWaiver, number>> = { waived: 0, 'waiver-exceeded': 1, 'waiver-expired': 2 };

function dispositionBy(waiver: Waiver, finding: WaivableFinding, today: string): ByWaiver {
  if (daysLeft(waiver, today) < 0) return 'waiver-expired';
  return isExceeded(waiver, finding) ? 'waiver-exceeded' : 'waived';
}

function isExceeded({ maxSeverity }: Waiver, { severity }: WaivableFinding): boolean {
  return maxSeverity !== null && severityRank(severity) < severityRank(maxSeverity);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
