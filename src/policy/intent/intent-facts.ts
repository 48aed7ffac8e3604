import type { Facts } from '../../model/facts.ts';
import type { IntentRow } from './intent-matrix.ts';
import { lineOf } from './intent-matrix.ts';
import type { IntentOutcome } from './intent-outcome.ts';

/** What a row is held against in time. */
export interface IntentDates {
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Of the matrix. */
  readonly reviewBy: string | null;
}

/**
 * What rules may know of an endpoint, as seen from a zone, and the row that speaks of it; absent where not known, and where the row does not say. A row is expired
 * when its own last day is past, or that of the matrix.
 */
export function intentFacts(row: IntentRow, outcome: IntentOutcome, { today, reviewBy }: IntentDates): Facts {
  const { zone, group, expect, reason, ticket, owner } = row;
  return {
    'intent.zone': zone.name,
    'intent.row': lineOf(row),
    'intent.expect': expect,
    'intent.by_default': group === null,
    'intent.expired': isPast(row.expires, today) || isPast(reviewBy, today),
    ...(group !== null && { 'intent.group': group.name }),
    ...(reason !== null && { 'intent.reason': reason }),
    ...(ticket !== null && { 'intent.ticket': ticket }),
    ...(owner !== null && { 'intent.owner': owner }),
    ...(outcome.observed !== undefined && { 'intent.observed': outcome.observed }),
    ...(outcome.matched !== undefined && { 'intent.matched': outcome.matched }),
    ...(outcome.deviation !== undefined && { 'intent.deviation': outcome.deviation }),
  };
}

/** Whether a last day is over; days compare as texts. */
export function isPast(lastDay: string | null, today: string): boolean {
  return lastDay !== null && lastDay < today;
}
