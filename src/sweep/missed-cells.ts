import { meanOf } from './cells.ts';
import { sumPosterior } from './integer-posterior.ts';
import { removalModel } from './removal-model.ts';
import type { Cell } from './cells.ts';
import type { IntegerPosterior } from './integer-posterior.ts';

/** Most passes with a loss of their own that are tried; more changed nothing in simulations. */
const MOST_FREE = 3;
/**
 * The prior's share for loss that is not the same in all passes. From three passes on they show what is the case, and the share hardly matters. Two can
 * be explained either way, so the share itself goes into the result; with one in twenty the interval still holds when endpoints
 * that lost one probe lose the second with up to about one in eight, and is a few times wider than for equal loss.
 */
const UNEQUAL = 0.3;
const UNEQUAL_OF_TWO = 0.05;

/**
 * The posterior distribution of the number of missed endpoints, its cells in ascending order (they may overlap), with weights that add up to 1.
 *
 * An average over removal models with 0, 1, 2, ... free first passes, each weighted by how well it explains the passes. Free passes catch what one loss for
 * all would hide: endpoints that lose far more than others (hosts that answer only so many probes a second), whose later passes bring more
 * than the first promised. In the last of these models no two passes share a loss, and the prior alone speaks for that of the last pass. It
 * may add to what the others expect, but not reassure where answers came late.
 *
 * @param firstAnswers at least two passes
 */
export function missedCells(firstAnswers: readonly number[]): readonly Cell[] {
  const passes = firstAnswers.length;
  const unequal = passes === 2 ? UNEQUAL_OF_TWO : UNEQUAL;
  const frees = Math.min(passes - 1, MOST_FREE);
  const models = Array.from({ length: frees + 1 }, (_, free) => ({
    ...sumPosterior(removalModel(firstAnswers, free)),
    prior: free === 0 ? 1 - unequal : unequal / frees,
  }));
  const all = average(models);
  if (frees < passes - 1) return all;
  const sharing = average(models.slice(0, -1));
  return meanOf(all) > meanOf(sharing) ? all : sharing;
}

interface Model extends IntegerPosterior {
  readonly prior: number;
}

function average(models: readonly Model[]): readonly Cell[] {
  const largest = Math.max(...models.map(({ logScale }) => logScale));
  const scaled = models.flatMap(({ cells, logScale, prior }) => {
    const factor = prior * Math.exp(logScale - largest);
    return cells.map(({ from, to, weight }) => ({ from, to, weight: weight * factor }));
  });
  const total = scaled.reduce((sum, { weight }) => sum + weight, 0);
  return scaled
    .map(({ from, to, weight }) => ({ from, to, weight: weight / total }))
    .sort((one, other) => one.from - other.from);
}
