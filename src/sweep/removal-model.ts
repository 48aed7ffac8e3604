import { logBeta, logGammaRatio } from './log-gamma.ts';

/**
 * Weak prior on the share `p` of probes that are answered, Beta(A, B). B = 1/2 is Jeffreys' and lets loss be near 0. A = 2 is one step more than nothing
 * against a loss near 1: with A of 1 or less the expected number of missed endpoints is infinite whatever was seen.
 */
const A = 2;
const B = 0.5;
const LOG_PRIOR = logBeta(A, B);

/**
 * The logarithm of the posterior density of the number of missed endpoints, up to a constant that is the same for all `free`.
 *
 * The removal model: of N answering endpoints those still unfound answer a pass with probability p (Moran, Biometrika 38, 1951; Zippin, Biometrics 12,
 * 1956). The first `free` passes have a p of their own each, the later ones share one: the generalised removal model Mbh of Otis, Burnham, White
 * and Anderson, Wildlife Monographs 62, 1978. Each p is integrated out in closed form; N has the prior 1 / (N + 1).
 *
 * @param firstAnswers endpoints that answered in each pass for the first time
 * @param free from 0 to the number of passes - 1
 */
export function removalModel(firstAnswers: readonly number[], free: number): (missed: number) => number {
  const passes = firstAnswers.length - free;
  const found = firstAnswers.reduce((sum, count) => sum + count, 0);
  const early = firstAnswers.slice(0, free);
  const late = firstAnswers.slice(free);
  const lateFound = late.reduce((sum, count) => sum + count, 0);
  // Each endpoint found in the k-th of the late passes was asked k times in vain before.
  const lateLost = late.reduce((sum, count, pass) => sum + count * pass, 0);
  return (missed) => {
    let log = logGammaRatio(missed + 1, found) - Math.log(found + missed + 1);
    let left = found + missed;
    for (const count of early) {
      left -= count;
      log += logBeta(count + A, left + B) - LOG_PRIOR;
    }
    return log + logBeta(lateFound + A, lateLost + passes * missed + B) - LOG_PRIOR;
  };
}
