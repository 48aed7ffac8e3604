import type { Cell } from './cells.ts';

export interface IntegerPosterior {
  /** Not normalised: the largest density is 1. */
  readonly cells: readonly Cell[];
  /** The logarithm by which all weights were divided. */
  readonly logScale: number;
}

/** Cells are this part of the distance at which the density has fallen to 1/e, and of the distance from the mode further out. */
const FINENESS = 12;
/** What is left out at either end, as a share of the whole, by an estimate that holds for tails no heavier than 1 / x². */
const TAIL = 1e-7;
/** Ends searches. Counts above 2^53 are no longer exact, which is far below what can be known of them. */
const LARGEST = 2 ** 200;
/** The share to which the mode is found: less than the width of the densities of 10 billion endpoints, more than the rounding of their logarithms. */
const MODE_PRECISION = 1e-5;

/**
 * Sums a density over 0, 1, 2, ... that has a single mode, given by its logarithm: exactly near the mode of a narrow density, by the midpoints
 * of cells that grow with the distance otherwise. Some hundred evaluations, however large the counts are.
 */
export function sumPosterior(logDensity: (count: number) => number): IntegerPosterior {
  const mode = findMode(logDensity);
  const logScale = logDensity(mode);
  const cells: Cell[] = [];
  let weight = 0;
  const add = (from: number, to: number): number => {
    const middle = from + Math.floor((to - from - 1) / 2);
    const cell = { from, to, weight: (to - from) * Math.exp(logDensity(middle) - logScale) };
    cells.push(cell);
    weight += cell.weight;
    return cell.weight;
  };
  const finest = Math.max(1, Math.floor(spread(logDensity, mode) / FINENESS));
  for (let from = mode, more = true; more && from < LARGEST;) {
    const width = Math.max(finest, Math.floor((from - mode) / FINENESS));
    more = (add(from, from + width) * (from + width - mode)) / width > weight * TAIL;
    from += width;
  }
  for (let to = mode, more = true; more && to > 0;) {
    const width = Math.min(to, Math.max(finest, Math.floor((mode - to) / FINENESS)));
    more = (add(to - width, to) * to) / width > weight * TAIL;
    to -= width;
  }
  return { cells, logScale };
}

/** Where the density is largest: doubles until it falls, then halves the bracket. */
function findMode(logDensity: (count: number) => number): number {
  let low = 0;
  let high = 1;
  while (high < LARGEST && logDensity(high * 2) > logDensity(high)) high *= 2;
  high *= 2;
  while (high - low > low * MODE_PRECISION) {
    const middle = Math.floor((low + high) / 2);
    const step = Math.max(1, Math.floor(middle * MODE_PRECISION));
    if (logDensity(middle + step) > logDensity(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The distance above the mode, to a factor of two, at which the density has fallen to 1/e. */
function spread(logDensity: (count: number) => number, mode: number): number {
  const limit = logDensity(mode) - 1;
  let distance = 1;
  while (distance < LARGEST && logDensity(mode + distance) > limit) distance *= 2;
  return distance / 2;
}
