import { UsageError } from '../../model/errors.ts';
import type { Transport } from '../../model/observation.ts';
import type { Plan } from '../../model/plan.ts';
import { createIdentityIndex } from '../../targets/identity-index.ts';
import { createPlan } from '../../targets/plan.ts';
import { mergeRanges } from '../../model/range-set.ts';
import type { Source } from './source.ts';

/** Bytes that the results of all vantages may take, one for each endpoint. */
const MOST_BYTES = 2 ** 30;

/**
 * Every address and port that any of the sources was to look at; null where none was. Not each of the endpoints was planned.
 * @throws UsageError where there are too many to compare
 */
export function unionPlan(sources: readonly Source[], transport: Transport, grids: number): Plan | null {
  const plans = sources.flatMap((source) => source.planOf(transport)?.plan ?? []);
  if (plans.length === 0) return null;
  const ports = new Set(plans.flatMap((plan) => [...plan.ports]));
  const plan = createPlan({
    ranges: mergeRanges(plans.flatMap((each) => [...each.ranges])),
    ports: [...ports].sort((a, b) => a - b),
    identities: createIdentityIndex(sources.flatMap((source) => [...source.targets])),
    transport,
  });
  if (plan.size * grids <= MOST_BYTES) return plan;
  throw new UsageError(
    `${plan.size.toLocaleString('en')} endpoints from ${grids} vantages are too many to judge together`,
    {
      hint: 'judge parts of them, or each run alone and without an intent matrix',
    },
  );
}
