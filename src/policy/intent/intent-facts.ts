import type { DetailValue } from '../../model/detail-value.ts';
import type { IntentRow } from './intent-matrix.ts';
import { lineOf } from './intent-matrix.ts';
import type { IntentOutcome } from './intent-outcome.ts';

/** Facts about one endpoint and zone; absent where not known, and where the row does not say. */
export type IntentFacts = Readonly<Partial<Record<`intent.${string}`, DetailValue>>>;

/**
 * What rules may know of an endpoint and the row that speaks of it.
 * @param today `YYYY-MM-DD`; a row holds until the end of the day on which it expires
 */
export function intentFacts(row: IntentRow, outcome: IntentOutcome, today: string): IntentFacts {
  const { zone, group, expect, reason, ticket, owner } = row;
  return {
    'intent.zone': zone.name,
    'intent.row': lineOf(row),
    'intent.expect': expect,
    'intent.by_default': group === null,
    'intent.expired': isExpired(row, today),
    ...(group !== null && { 'intent.group': group.name }),
    ...(reason !== null && { 'intent.reason': reason }),
    ...(ticket !== null && { 'intent.ticket': ticket }),
    ...(owner !== null && { 'intent.owner': owner }),
    ...(outcome.observed !== undefined && { 'intent.observed': outcome.observed }),
    ...(outcome.matched !== undefined && { 'intent.matched': outcome.matched }),
    ...(outcome.deviation !== undefined && { 'intent.deviation': outcome.deviation }),
  };
}

/** Whether the last day of a row is past; dates compare as texts. */
export function isExpired({ expires }: Pick<IntentRow, 'expires'>, today: string): boolean {
  return expires !== null && expires < today;
}
