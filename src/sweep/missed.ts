import { meanOf, sumInterval, upTo } from './cells.ts';
import { missedCells } from './missed-cells.ts';
import type { PassTally } from '../model/shard.ts';
import type { Cell } from './cells.ts';

/**
 * What a sweep probably missed among endpoints that answer.
 *
 * It cannot see what never answers: an endpoint behind a filter is not missed, and a network that drops everything looks like silence. Loss that differs
 * between endpoints widens the interval, but a few that lose nearly every probe stay unseen, and two passes say little of it. Loss that was higher
 * in earlier passes makes the estimate rather too large. Loss that is higher in later passes makes it too small: passes should be long beside
 * the failures of the network, or some seconds apart, so that one failure does not cover all of a short pass.
 */
export interface MissedEstimate {
  /** Share of the probes to answering endpoints that got no answer, 0 to 1: loss there and back. */
  readonly lossPerProbe: number;
  /** Expected number of answering endpoints that were never found. */
  readonly expected: number;
  /** Ends of the 95 % interval of that number, whole numbers. */
  readonly low: number;
  readonly high: number;
}

/** Most groups that tallies are joined to, and least answers of a group. */
const MOST_GROUPS = 8;
const LEAST_ANSWERS = 1000;

interface Group {
  readonly firstAnswers: number[];
  silent: number;
}

/**
 * Estimates from how answers came in over the passes how many answering endpoints are still unknown: Bayes' posterior of removal models, see
 * `removal-model.ts`.
 *
 * The loss may differ between tallies, and one loss fitted to all of them would promise too much: what two passes miss goes with the mean of
 * the squared loss, which is more than the square of the mean. So tallies are estimated apart and the numbers of missed endpoints added up,
 * as independent. Small ones would each add a little of the prior, so neighbours with the same number of passes are joined until a
 * group has a thousand answers, and more where there would be over eight groups.
 *
 * @returns null where nothing can be said: no pass was answered, or in some tally endpoints answered, but only one pass was made
 * @throws RangeError for counts that are no whole numbers of 0 or more
 */
export function estimateMissed(tallies: readonly PassTally[]): MissedEstimate | null {
  for (const { before, firstAnswers, silent = 0 } of tallies) {
    const wrong = [before, silent, ...firstAnswers].find((count) => !Number.isSafeInteger(count) || count < 0);
    if (wrong !== undefined) throw new RangeError(`${wrong} is no number of endpoints`);
  }
  const answered = sum(tallies.map(({ firstAnswers }) => sum(firstAnswers)));
  // Where nothing ever answered nothing is missed, and where nothing is silent neither.
  const open = tallies.filter((tally) => tally.silent !== 0 && tally.before + sum(tally.firstAnswers) > 0);
  if (answered === 0 || open.some(({ firstAnswers }) => firstAnswers.length < 2)) return null;

  let lost = sum(tallies.map(({ firstAnswers }) => sum(firstAnswers.map((count, pass) => count * pass))));
  let expected = 0;
  const distributions: (readonly Cell[])[] = [];
  for (const { firstAnswers, silent } of joinTallies(open, Math.max(LEAST_ANSWERS, answered / MOST_GROUPS))) {
    const cells = upTo(silent, missedCells(firstAnswers));
    const missed = meanOf(cells);
    expected += missed;
    lost += missed * firstAnswers.length;
    distributions.push(cells);
  }
  return { lossPerProbe: lost / (lost + answered), expected, ...sumInterval(distributions) };
}

/** Joins neighbours with the same number of passes until each group but the last of its kind has `enough` answers. */
function joinTallies(tallies: readonly PassTally[], enough: number): readonly Group[] {
  const groups: Group[] = [];
  const filling = new Map<number, Group>();
  for (const { firstAnswers, silent = Number.POSITIVE_INFINITY } of tallies) {
    const group = filling.get(firstAnswers.length) ?? { firstAnswers: firstAnswers.map(() => 0), silent: 0 };
    if (!filling.has(firstAnswers.length)) groups.push(group);
    firstAnswers.forEach((count, pass) => (group.firstAnswers[pass] = (group.firstAnswers[pass] ?? 0) + count));
    group.silent += silent;
    if (sum(group.firstAnswers) < enough) filling.set(firstAnswers.length, group);
    else filling.delete(firstAnswers.length);
  }
  return groups;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
