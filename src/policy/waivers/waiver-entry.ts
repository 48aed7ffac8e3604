import type { Severity } from '../../model/report.ts';
import { dayNumber } from './calendar-day.ts';
import { isSelfApproved } from './lint-waivers.ts';
import type { Waiver, WaiverMatch, WaiverTarget, WaiverType } from './waiver-list.ts';

export type WaiverState = 'active' | 'expiring' | 'expired' | 'unused' | 'exceeded' | 'unverified';

/** A waiver as a report lists it. */
export interface WaiverEntry {
  readonly id: string;
  readonly type: WaiverType;
  readonly state: WaiverState;
  readonly reason: string;
  readonly owner: string;
  readonly approvedBy: string;
  readonly ticket: string | null;
  readonly created: string;
  readonly expires: string;
  /** 0 on its last day, negative after it. */
  readonly daysLeft: number;
  readonly maxSeverity: Severity | null;
  readonly selfApproved: boolean;
  /** In words. */
  readonly match: string;
  readonly compensatingControls: readonly string[];
  /** Fingerprints of the findings that it is about, covered or not, sorted. */
  readonly matched: readonly string[];
  /** `file:line` */
  readonly at: string;
}

/** Days that are left on a day; 0 on the last one. */
export function daysLeft({ expires }: Pick<Waiver, 'expires'>, today: string): number {
  return dayNumber(expires) - dayNumber(today);
}

export function entryOf(waiver: Waiver, changing: Pick<WaiverEntry, 'state' | 'daysLeft' | 'matched'>): WaiverEntry {
  const { id, type, reason, owner, approvedBy, ticket, created, expires, maxSeverity, compensatingControls } = waiver;
  const { file, line } = waiver.at;
  return {
    id,
    type,
    state: changing.state,
    reason,
    owner,
    approvedBy,
    ticket,
    created,
    expires,
    daysLeft: changing.daysLeft,
    maxSeverity,
    selfApproved: isSelfApproved({ owner, approved_by: approvedBy }),
    match: matchText(waiver.match),
    compensatingControls,
    matched: changing.matched,
    at: line === undefined ? file : `${file}:${line}`,
  };
}

/** `core/db-internet on 203.0.113.40/32, port 5432, open from internet only`. */
export function matchText(match: WaiverMatch): string {
  if (match.kind === 'fingerprint') return match.fingerprint;
  const { rule, target, port, transport, zone } = match;
  return [
    `${rule} on ${targetText(target)}`,
    ...(port === null ? [] : [`port ${port}`]),
    ...(transport === null ? [] : [transport]),
    ...(zone === null ? [] : [`open from ${zone} only`]),
  ].join(', ');
}

function targetText(target: WaiverTarget): string {
  switch (target.kind) {
    case 'id':
      return `id ${target.id}`;
    case 'range':
      return target.text;
    case 'group':
      return `group ${target.group}`;
    default:
      return target satisfies never;
  }
}
