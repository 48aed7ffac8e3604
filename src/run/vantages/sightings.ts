import type { EndpointState } from '../../model/observation.ts';
import type { Sighting, Vantage } from '../../model/report.ts';
import { codeOf, NO_RESULT, resultOf } from '../../model/result-code.ts';
import type { ResultCode } from '../../model/result-code.ts';
import { NOT_PLANNED } from './combine-codes.ts';

const INTERRUPTED = codeOf('aborted');

/** What each vantage saw of one endpoint; those that were not to look are left out. */
export function sightingsOf(vantages: readonly Vantage[], codes: readonly ResultCode[]): readonly Sighting[] {
  return vantages.flatMap(({ id, zone }, at) => {
    const code = codes[at] ?? NOT_PLANNED;
    if (code === NOT_PLANNED) return [];
    const { state, reason } = resultOf(code === NO_RESULT ? INTERRUPTED : code);
    return [{ vantage: id, zone, state, reason }];
  });
}

/** How many endpoints each vantage found in each state. */
export function countStates(codes: Uint8Array): Readonly<Record<'open' | 'closed' | 'filtered' | 'error', number>> {
  const counts: Record<EndpointState, number> = { open: 0, closed: 0, filtered: 0, 'open|filtered': 0, error: 0 };
  for (const code of codes) if (code !== NOT_PLANNED && code !== NO_RESULT) counts[resultOf(code).state]++;
  const { open, closed, filtered, error } = counts;
  return { open, closed, filtered: filtered + counts['open|filtered'], error };
}
