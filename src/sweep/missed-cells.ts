import { sumPosterior } from './integer-posterior.ts';
import { removalModel } from './removal-model.ts';
import type { Cell } from './cells.ts';

/** What all models with free passes share of the prior; one loss for all passes has the rest. */
const UNEQUAL = 0.05;
/** Most passes with a loss of their own that are tried. */
const MOST_FREE = 3;

/**
 * The posterior distribution of the number of missed endpoints, its cells in ascending order (they may overlap) and their weights adding up to 1.
 *
 * An average over removal models with 0, 1, 2, ... free first passes, each weighted by how well it explains the passes. Free passes catch what one loss for
 * all would hide: a few endpoints that lose far more than the others (a host that answers only so many probes a second), whose later passes bring
 * more than the first promised. At least two passes must share a loss, so this needs three.
 *
 * @param firstAnswers at least two passes
 */
export function missedCells(firstAnswers: readonly number[]): readonly Cell[] {
  const models = Array.from({ length: Math.min(firstAnswers.length - 2, MOST_FREE) + 1 }, (_, free) =>
    sumPosterior(removalModel(firstAnswers, free)),
  );
  const largest = Math.max(...models.map(({ logScale }) => logScale));
  const factors = models.map(({ logScale }, free) => priorOf(free, models.length) * Math.exp(logScale - largest));
  const total = models.reduce((sum, { weight }, free) => sum + weight * (factors[free] ?? 0), 0);
  return models
    .flatMap(({ cells }, free) =>
      cells.map(({ from, to, weight }) => ({ from, to, weight: (weight * (factors[free] ?? 0)) / total })),
    )
    .sort((one, other) => one.from - other.from);
}

function priorOf(free: number, models: number): number {
  if (models === 1) return 1;
  return free === 0 ? 1 - UNEQUAL : UNEQUAL / (models - 1);
}
