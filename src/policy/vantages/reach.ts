import type { EndpointState } from '../../model/observation.ts';

/** What one vantage has to say of an endpoint; `not-tested` where it did not ask. */
export type VantageState = EndpointState | 'not-tested';

/**
 * Whether an endpoint can be reached from a zone: `open`, from everywhere that was asked; `mixed`, from some places only; `closed`, something answers that nothing listens;
 * `blocked`, nothing comes through.
 */
export const REACHES = ['open', 'mixed', 'closed', 'blocked'] as const;
export type Reach = (typeof REACHES)[number];

/** Whether a value is one of them. */
export function isReach(value: unknown): value is Reach {
  return REACHES.some((reach) => reach === value);
}

/**
 * What the vantages of one zone say together. "Open" needs one witness, "not open" needs the quorum: `undefined` where fewer than `quorum` could tell and none
 * found it open. `error`, `not-tested` and the silence of UDP tell nothing.
 * @param quorum how many vantages must have been able to tell, at least 1
 */
export function reachOf(states: readonly VantageState[], quorum: number): Reach | undefined {
  const counts = countStates(states);
  const assessed = counts.open + counts.closed + counts.filtered;
  if (counts.open > 0) return counts.open === assessed ? 'open' : 'mixed';
  if (assessed === 0 || assessed < quorum) return undefined;
  return counts.closed > 0 ? 'closed' : 'blocked';
}

function countStates(states: readonly VantageState[]): Record<'open' | 'closed' | 'filtered', number> {
  const counts = { open: 0, closed: 0, filtered: 0 };
  for (const state of states) if (state === 'open' || state === 'closed' || state === 'filtered') counts[state]++;
  return counts;
}
