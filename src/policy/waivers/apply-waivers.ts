import type { WaiverEntry } from '../../model/report.ts';
import { severityRank } from '../adjust-severity.ts';
import type { Moment } from './calendar-day.ts';
import { dayIn, dayNumber } from './calendar-day.ts';
import type { InGroup, WaivableFinding } from './match-finding.ts';
import { matchesFinding } from './match-finding.ts';
import type { WaiverState } from './waiver-entry.ts';
import { entryOf } from './waiver-entry.ts';
import { indexWaivers } from './waiver-index.ts';
import type { Waiver, WaiverList } from './waiver-list.ts';

/** What a waiver makes of a finding; all but `waived` still count. */
export interface Disposition {
  readonly disposition: 'open' | 'waived' | 'waiver-expired' | 'waiver-exceeded';
  /** The id of the waiver that decides; null where none is about the finding. */
  readonly waiver: string | null;
}

export interface ApplyWaiversOptions {
  /** The moment as of which waivers hold. */
  readonly now: Moment;
  /** Whether a waiver's target was assessed; asked only of waivers that match nothing. */
  readonly assessed: (waiver: Waiver) => boolean;
  /** Without it no group matches. */
  readonly inGroup?: InGroup | undefined;
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
  lists: readonly WaiverList[],
  { now, assessed, inGroup = () => false }: ApplyWaiversOptions,
): AppliedWaivers<Finding> {
  const all = lists.flatMap((list) => holdings(list, now));
  const candidatesFor = indexWaivers(all);
  const matched = new Map<Held, Set<string>>();
  const exceeded = new Set<Held>();
  const marked = findings.map((finding) => {
    const about = candidatesFor(finding).filter(
      ({ begun, waiver }) => begun && matchesFinding(waiver.match, finding, inGroup),
    );
    for (const held of about) {
      const fingerprints = matched.get(held) ?? new Set();
      matched.set(held, fingerprints.add(finding.fingerprint));
      if (isExceeded(held, finding)) exceeded.add(held);
    }
    return { ...finding, ...decide(about, finding) };
  });

  function stateOf(held: Held): WaiverState {
    if (held.daysLeft < 0) return 'expired';
    if (!matched.has(held)) return assessed(held.waiver) ? 'unused' : 'unverified';
    if (exceeded.has(held)) return 'exceeded';
    return held.daysLeft <= held.warnDays ? 'expiring' : 'active';
  }

  const entries = all
    .toSorted((a, b) => compare(a.waiver.id, b.waiver.id))
    .map((held) =>
      entryOf(held.waiver, {
        state: stateOf(held),
        daysLeft: held.daysLeft,
        matched: [...(matched.get(held) ?? [])].sort(),
      }),
    );
  return { findings: marked, entries };
}

/** A waiver on the day that it is where it was written. */
interface Held {
  readonly waiver: Waiver;
  /** Whether its first day has come; parsers refuse waivers from the future where they know the day. */
  readonly begun: boolean;
  readonly daysLeft: number;
  readonly warnDays: number;
}

function holdings({ waivers, timezone, warnDays }: WaiverList, now: Moment): readonly Held[] {
  const today = dayIn(timezone, now);
  return waivers.map((waiver) => ({
    waiver,
    begun: waiver.created <= today,
    daysLeft: dayNumber(waiver.expires) - dayNumber(today),
    warnDays,
  }));
}

function decide(about: readonly Held[], finding: WaivableFinding): Disposition {
  const ranked = about
    .map((held) => ({ held, disposition: dispositionBy(held, finding) }))
    .sort(
      (a, b) =>
        RANK[a.disposition] - RANK[b.disposition] ||
        b.held.daysLeft - a.held.daysLeft ||
        compare(a.held.waiver.id, b.held.waiver.id),
    );
  const [first] = ranked;
  if (first === undefined) return { disposition: 'open', waiver: null };
  return { disposition: first.disposition, waiver: first.held.waiver.id };
}

type ByWaiver = Exclude<Disposition['disposition'], 'open'>;

const RANK: Readonly<Record<ByWaiver, number>> = { waived: 0, 'waiver-exceeded': 1, 'waiver-expired': 2 };

function dispositionBy(held: Held, finding: WaivableFinding): ByWaiver {
  if (held.daysLeft < 0) return 'waiver-expired';
  return isExceeded(held, finding) ? 'waiver-exceeded' : 'waived';
}

function isExceeded({ waiver }: Held, { severity }: WaivableFinding): boolean {
  return waiver.maxSeverity !== null && severityRank(severity) < severityRank(waiver.maxSeverity);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
