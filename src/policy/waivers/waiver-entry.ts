import type { WaiverEntry } from '../../model/report.ts';
import { isSelfApproved } from './lint-waivers.ts';
import type { Waiver, WaiverMatch, WaiverTarget } from './waiver-list.ts';

export type WaiverState = WaiverEntry['state'];

/** A waiver as a report lists it. */
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
