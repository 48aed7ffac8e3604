import { permutation } from '../model/permutation.ts';

/**
 * A piece of a probability distribution over counts: `from` up to, not including, `to`, all equally likely, with `weight` in all. A distribution is
 * a list of them in ascending order of `from`; they may overlap.
 */
export interface Cell {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** Part of the weight on either side of the interval: 95 % lie inside. */
const OUTSIDE = 0.025;
/** Draws for the sum of several distributions. */
const DRAWS = 4096;

/**
 * A distribution with a limit that is known otherwise. Of the weight above it half is moved onto the limit, which may well be reached (every silent
 * endpoint is one that answers), and half is spread over what is below, because a distribution beyond the possible may not be trusted.
 */
export function upTo(limit: number, cells: readonly Cell[]): readonly Cell[] {
  if (cells.every(({ to }) => to <= limit + 1)) return cells;
  const below: Cell[] = [];
  let inside = 0;
  for (const { from, to, weight } of cells) {
    const part = weight * Math.min(1, Math.max(0, (limit - from) / (to - from)));
    if (part > 0) below.push({ from, to: Math.min(to, limit), weight: part });
    inside += part;
  }
  if (inside === 0) return [{ from: limit, to: limit + 1, weight: 1 }];
  const beyond = Math.max(0, 1 - inside) / 2;
  // The quotient of two weights, because what is inside may be smaller than anything may be divided by.
  const scaled = below.map(({ from, to, weight }) => ({ from, to, weight: weight + beyond * (weight / inside) }));
  return [...scaled, { from: limit, to: limit + 1, weight: beyond }];
}

/** The mean of a distribution whose weights add up to 1. */
export function meanOf(cells: readonly Cell[]): number {
  return cells.reduce((mean, { from, to, weight }) => mean + (weight * (from + to - 1)) / 2, 0);
}

/** The 95 % interval of the sum of independent counts; its ends lie outwards by at most one cell. */
export function sumInterval(distributions: readonly (readonly Cell[])[]): {
  readonly low: number;
  readonly high: number;
} {
  const [only, ...others] = distributions;
  if (only === undefined) return { low: 0, high: 0 };
  if (others.length === 0) {
    const walk = new CellWalk(only);
    return { low: walk.at(OUTSIDE).from, high: walk.at(1 - OUTSIDE).to - 1 };
  }
  const sums = new Float64Array(DRAWS);
  distributions.forEach((cells, place) => addDraws(sums, cells, place));
  sums.sort();
  return {
    low: Math.floor(sums[Math.floor(OUTSIDE * DRAWS)] ?? 0),
    high: Math.ceil(sums[Math.ceil((1 - OUTSIDE) * DRAWS) - 1] ?? 0),
  };
}

/**
 * Adds one draw of each of `DRAWS` equally likely parts of a distribution to the sums, in an order of its own: a Latin hypercube sample (McKay, Beckman
 * and Conover, Technometrics 21, 1979). It is the same each time.
 */
function addDraws(sums: Float64Array, cells: readonly Cell[], place: number): void {
  const walk = new CellWalk(cells);
  const order = permutation(DRAWS, `missed ${place}`);
  for (let draw = 0; draw < DRAWS; draw++) {
    const { from, to } = walk.at((draw + 0.5) / DRAWS);
    const into = order(draw);
    sums[into] = (sums[into] ?? 0) + (from + to - 1) / 2;
  }
}

/** Finds the cells at ascending shares of the weight. */
class CellWalk {
  readonly #cells: readonly Cell[];
  #index = 0;
  #passed = 0;

  constructor(cells: readonly Cell[]) {
    this.#cells = cells;
  }

  /** @param share from 0 to 1, not smaller than the last one */
  at(share: number): Cell {
    for (;;) {
      const cell = this.#cells[this.#index];
      const next = this.#cells[this.#index + 1];
      if (cell === undefined) return { from: 0, to: 1, weight: 0 };
      if (next === undefined || this.#passed + cell.weight >= share) return cell;
      this.#passed += cell.weight;
      this.#index++;
    }
  }
}
