import { describe, expect, it } from 'vitest';
import { createPassPlan } from '../../src/sweep/pass-plan.ts';
import { loadedLink, lossInBursts, simulateSweep, tokenBucket, uniformLoss } from './simulated-network.ts';

const OPTIONS = { minPasses: 2, maxPasses: 10, tolerated: 1, rate: null };
const NETWORK = { endpoints: 262_144, answering: 1, fastest: 400_000, seed: 1 };
const SEEDS = [1, 2, 3, 4, 5];

describe('createPassPlan', () => {
  it('finds out at which rate a network answers and asks at that rate', () => {
    const sweep = simulateSweep({ ...NETWORK, answers: tokenBucket(20_000) }, OPTIONS);
    expect(sweep.missed / sweep.answering).toBeLessThan(0.001);
    expect(sweep.rates.length).toBeLessThanOrEqual(6);
    expect(Math.min(...sweep.rates.map((rate) => rate ?? Infinity))).toBeGreaterThan(10_000);
    const half = simulateSweep({ ...NETWORK, answering: 0.5, answers: tokenBucket(20_000) }, OPTIONS);
    expect(half.missed / half.answering).toBeLessThan(0.001);
    expect(half.rates.length).toBeLessThanOrEqual(6);
  });

  it.each([1000, 5000, 50_000, 100_000, 200_000, 300_000])('copes with %i answers a second', (perSecond) => {
    for (const answering of [1, 0.3, 0.05]) {
      const sweep = simulateSweep({ ...NETWORK, answering, answers: tokenBucket(perSecond) }, OPTIONS);
      expect(sweep.missed / sweep.answering, `${answering} answering`).toBeLessThan(0.001);
      expect(sweep.plan.estimate?.high ?? Infinity).toBeGreaterThanOrEqual(sweep.missed);
    }
  });

  it.each([50_000, 150_000])('slows down for a link that carries %i probes a second', (perSecond) => {
    for (const answering of [1, 0.05]) {
      const sweep = simulateSweep({ ...NETWORK, answering, answers: loadedLink(perSecond) }, OPTIONS);
      expect(sweep.missed / sweep.answering, `${answering} answering`).toBeLessThan(0.001);
      expect(sweep.rates.at(-1) ?? Infinity).toBeLessThan(NETWORK.fastest);
    }
  });

  it.each([0.1, 0.19, 0.4])('does not slow down for random loss of %f', (loss) => {
    for (const seed of SEEDS) {
      const sweep = simulateSweep({ ...NETWORK, seed, answers: uniformLoss(loss) }, { ...OPTIONS, rate: 100_000 });
      const cuts = sweep.rates.filter((rate) => rate !== 100_000);
      expect(cuts.length, sweep.rates.join()).toBeLessThanOrEqual(2);
      expect(Math.min(...cuts.map(Number))).toBe(50_000);
      expect(sweep.rates.at(-1)).toBe(100_000);
      expect(sweep.plan.estimate?.lossPerProbe).toBeCloseTo(loss, 1);
    }
  });

  it('goes on until next to nothing is missing, under random loss and loss in bursts', () => {
    const networks = [uniformLoss(0.02), uniformLoss(0.1), uniformLoss(0.19), lossInBursts(0.1, 0.0002)];
    for (const [kind, answers] of networks.entries()) {
      let missed = 0;
      let outside = 0;
      const runs = 60;
      for (let seed = 1; seed <= runs; seed++) {
        const answering = [0.01, 0.3, 1][seed % 3] ?? 1;
        const sweep = simulateSweep({ ...NETWORK, endpoints: 5000, seed, answering, answers }, OPTIONS);
        missed += sweep.missed;
        if (sweep.missed > (sweep.plan.estimate?.high ?? Infinity)) outside++;
      }
      expect(missed / runs, `network ${kind}`).toBeLessThan(OPTIONS.tolerated);
      expect(outside / runs, `network ${kind}`).toBeLessThanOrEqual(0.05);
    }
  });

  it('keeps the rate of a clean network, and makes no more passes than it must', () => {
    const sweep = simulateSweep({ ...NETWORK, answering: 0.1, answers: uniformLoss(0) }, { ...OPTIONS, rate: 5000 });
    expect(sweep.rates).toEqual([5000, 5000]);
    expect(sweep.plan.estimate).toMatchObject({ low: 0, high: 0 });
    expect(simulateSweep({ ...NETWORK, answers: uniformLoss(0) }, OPTIONS).rates).toHaveLength(1);
    expect(simulateSweep({ ...NETWORK, answering: 0, answers: uniformLoss(0) }, OPTIONS).rates).toHaveLength(2);
  });

  it('makes a third pass where the second found many, however low the loss', () => {
    const plan = createPassPlan(OPTIONS);
    plan.passEnded({ answered: 999_000, silent: 901_000, probes: 1_900_000, seconds: 10 });
    expect(plan.passEnded({ answered: 300, silent: 900_700, probes: 901_000, seconds: 9 }).done).toBe(false);
    expect(plan.passEnded({ answered: 0, silent: 900_700, probes: 900_700, seconds: 9 })).toEqual({ done: true });
  });

  it('ends at the limit', () => {
    const once = createPassPlan({ ...OPTIONS, minPasses: 1, maxPasses: 1 });
    expect(once.passEnded({ answered: 10, silent: 10, probes: 20, seconds: 1 })).toEqual({ done: true });
    expect(once.estimate).toBeNull();
    const sweep = simulateSweep({ ...NETWORK, answers: uniformLoss(0.6) }, { ...OPTIONS, maxPasses: 4 });
    expect(sweep.rates).toHaveLength(4);
    expect(sweep.missed).toBeGreaterThan(10_000);
    expect(sweep.plan.estimate?.low).toBeLessThanOrEqual(sweep.missed);
    expect(sweep.plan.estimate?.high).toBeGreaterThanOrEqual(sweep.missed);
  });

  it('halves the rate after loss, raises it by a quarter when passes are clean again, and never above what was asked', () => {
    const plan = createPassPlan({ ...OPTIONS, tolerated: 1e-9, maxPasses: 20, rate: 1000 });
    const rates: (number | null)[] = [];
    const seen = [100_000, 5000, 249, 1, 200, 0, 300, 0, 300, 0, 300, 0];
    let silent = 1_000_000;
    for (const answered of seen) {
      const asked = silent;
      silent -= answered;
      const rate = rates.at(-1) ?? 1000;
      const decision = plan.passEnded({ answered, silent, probes: asked, seconds: asked / rate });
      rates.push(decision.done ? null : decision.rate);
    }
    expect(rates[0]).toBe(1000);
    expect(rates[1]).toBe(500);
    expect(rates).toContain(625);
    expect(Math.max(...rates.map(Number))).toBe(1000);
  });

  it('asks no slower than one in 64 of what was asked for, and 50 a second', () => {
    for (const [rate, lowest] of [
      [6400, 100],
      [640, 50],
    ] as const) {
      const network = { ...NETWORK, endpoints: 20_000, fastest: rate, answers: tokenBucket(30) };
      const { rates } = simulateSweep(network, { ...OPTIONS, rate });
      expect(Math.min(...rates.map(Number))).toBe(lowest);
    }
  });
});
