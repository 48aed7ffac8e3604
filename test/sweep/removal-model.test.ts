import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOf, sumInterval } from '../../src/sweep/cells.ts';
import { sumPosterior } from '../../src/sweep/integer-posterior.ts';
import { logBeta, logGamma, logGammaRatio } from '../../src/sweep/log-gamma.ts';
import { removalModel } from '../../src/sweep/removal-model.ts';

function choose(n: number, k: number): number {
  let ways = 1;
  for (let at = 1; at <= k; at++) ways = (ways * (n - k + at)) / at;
  return ways;
}

/** The likelihood of the passes by what it is: each pass a binomial draw from those left, p integrated over its prior in small steps. */
function likelihood(firstAnswers: readonly number[], missed: number): number {
  const steps = 20_000;
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    // p = 1 - u² takes away the pole of the prior Beta(2, 1/2) at p = 1: its density times dp is p (3/4) (1 - p)^(-1/2) 2u du = 1.5 p du.
    const u = (step + 0.5) / steps;
    const p = 1 - u * u;
    let left = firstAnswers.reduce((total, count) => total + count, missed);
    let density = (1.5 * p) / (left + 1);
    for (const count of firstAnswers) {
      density *= choose(left, count) * p ** count * (1 - p) ** (left - count);
      left -= count;
    }
    sum += density / steps;
  }
  return sum;
}

describe('removalModel', () => {
  it('is the likelihood of draws from those left, integrated over the prior', () => {
    for (const firstAnswers of [
      [8, 2],
      [5, 0, 1],
      [1, 2, 3],
    ]) {
      const model = removalModel(firstAnswers, 0);
      for (const missed of [1, 2, 5, 20]) {
        const ratio = likelihood(firstAnswers, missed) / likelihood(firstAnswers, 0);
        expect(Math.exp(model(missed) - model(0)) / ratio, `${firstAnswers.join()} and ${missed}`).toBeCloseTo(1, 4);
      }
    }
  });

  it('has no more to say than one pass less where the first pass is free and found nothing lost', () => {
    // With the first pass free the later ones alone tell of the later loss.
    const later = removalModel([20, 10, 5], 0);
    const free = removalModel([1000, 20, 10, 5], 1);
    const mode = (log: (missed: number) => number): number => {
      let best = 0;
      for (let missed = 0; missed < 200; missed++) if (log(missed) > log(best)) best = missed;
      return best;
    };
    expect(Math.abs(mode(free) - mode(later))).toBeLessThanOrEqual(2);
  });
});

describe('sumPosterior', () => {
  it('adds up what a sum over every number does', () => {
    for (const firstAnswers of [
      [90, 9],
      [500, 300, 150],
      [0, 30],
      [20_000, 4000],
    ]) {
      const log = removalModel(firstAnswers, 0);
      const { cells, logScale } = sumPosterior(log);
      let weight = 0;
      let mean = 0;
      const weights: number[] = [];
      for (let missed = 0; missed < 300_000; missed++) {
        const density = Math.exp(log(missed) - logScale);
        weights.push(density);
        weight += density;
        mean += density * missed;
      }
      const total = cells.reduce((sum, cell) => sum + cell.weight, 0);
      expect(total / weight).toBeCloseTo(1, 2);
      const normal = cells
        .map((cell) => ({ ...cell, weight: cell.weight / total }))
        .sort((one, other) => one.from - other.from);
      expect(meanOf(normal) / (mean / weight)).toBeCloseTo(1, 1);
      const quantile = (share: number): number => {
        let passed = 0;
        return weights.findIndex((density) => (passed += density / weight) >= share);
      };
      const { low, high } = sumInterval([normal]);
      const width = quantile(0.975) - quantile(0.025);
      expect(Math.abs(low - quantile(0.025))).toBeLessThanOrEqual(1 + width / 10);
      expect(Math.abs(high - quantile(0.975))).toBeLessThanOrEqual(1 + width / 10);
    }
  });
});

describe('logGamma', () => {
  it('is that of factorials and of 1/2', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 11);
      factorial *= n;
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logBeta(2, 0.5)).toBeCloseTo(Math.log(4 / 3), 12);
  });

  it('keeps digits in ratios of large numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.integer({ min: 0, max: 30 }), (x, d) => {
        // (x + d - 1)! / (x - 1)! is the product of d numbers.
        let product = 0;
        for (let at = 0; at < d; at++) product += Math.log(x + at);
        expect(logGammaRatio(x, d)).toBeCloseTo(product, 8);
      }),
    );
  });
});
