import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation, ProbeResult } from '../../src/model/observation.ts';
import type { Engine } from '../../src/sweep/old-engine.ts';
import { SweepCounters } from '../../src/sweep/sweep-counters.ts';
import { sweep } from '../../src/sweep/sweep.ts';
import type { SweepOptions } from '../../src/sweep/sweep.ts';
import { fakePlan } from './fake-plan.ts';

const CLOSED: ProbeResult = { state: 'closed', reason: 'conn-refused' };
const SILENT: ProbeResult = { state: 'filtered', reason: 'no-response' };
const NO_FDS: ProbeResult = { state: 'error', reason: 'no-fds' };

interface Sent {
  readonly address: string;
  readonly at: number;
}

/** Runs a sweep over an engine that answers each probe, in the next turn, with what `answer` says about its n-th attempt. */
async function sweepWith(
  answer: (token: number, attempt: number) => ProbeResult,
  overrides: Partial<SweepOptions> = {},
): Promise<{ observations: Observation[]; counters: SweepCounters; sent: Sent[]; mostInFlight: number }> {
  const observations: Observation[] = [];
  const sent: Sent[] = [];
  const counters = new SweepCounters();
  let inFlight = 0;
  let mostInFlight = 0;
  const attempts = new Map<number, number>();
  const engine = (deliver: Parameters<SweepOptions['engine']>[0]): Engine => ({
    name: 'fake',
    send(token, { address }) {
      sent.push({ address, at: performance.now() });
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      const attempt = (attempts.get(token) ?? 0) + 1;
      attempts.set(token, attempt);
      setImmediate(() => {
        inFlight--;
        const result = answer(token, attempt);
        deliver(token, result, result.state === 'closed' ? 0.5 : null);
      });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
  await sweep(
    {
      plan: fakePlan(4, 25),
      seed: 'seed',
      rate: null,
      hostRate: null,
      concurrency: 10,
      attempts: 2,
      vantage: 'test',
      engine,
      observe: (observation) => observations.push(observation),
      congested: () => false,
      signal: new AbortController().signal,
      ...overrides,
    },
    counters,
  );
  return { observations, counters, sent, mostInFlight };
}

describe('sweep', () => {
  it('observes every endpoint exactly once, whatever answers how', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          hosts: fc.integer({ min: 1, max: 30 }),
          ports: fc.integer({ min: 1, max: 30 }),
          concurrency: fc.integer({ min: 1, max: 50 }),
          attempts: fc.integer({ min: 1, max: 4 }),
          salt: fc.integer({ min: 1, max: 1000 }),
        }),
        async ({ hosts, ports, concurrency, attempts, salt }) => {
          const plan = fakePlan(hosts, ports);
          const answer = (token: number, attempt: number): ProbeResult =>
            (token * salt + attempt) % 3 === 0 ? SILENT : CLOSED;
          const { observations, mostInFlight } = await sweepWith(answer, { plan, concurrency, attempts });
          const seen = observations.map(({ address, port }) => plan.indexOf(address, port)).sort((a, b) => a - b);
          expect(seen).toEqual(Array.from({ length: plan.size }, (_, index) => index));
          expect(mostInFlight).toBeLessThanOrEqual(concurrency);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives a silent endpoint fresh attempts, and counts the answers to them as loss', async () => {
    const { observations, counters } = await sweepWith((token, attempt) =>
      token < 10 && attempt === 1 ? SILENT : CLOSED,
    );
    expect(observations.filter(({ attempts }) => attempts === 2)).toHaveLength(10);
    expect(observations.every(({ state }) => state === 'closed')).toBe(true);
    expect(counters.estimatedLoss).toBeCloseTo(0.1);
    expect(counters.sent).toBe(110);
  });

  it('calls an endpoint filtered only after all attempts', async () => {
    const { observations, counters } = await sweepWith(() => SILENT, { attempts: 3 });
    expect(new Set(observations.map(({ attempts }) => attempts))).toEqual(new Set([3]));
    expect(counters).toMatchObject({ silent: 100, sent: 300, estimatedLoss: null });
  });

  it('asks again after local trouble, which is neither a state nor an attempt', async () => {
    const { observations, counters } = await sweepWith((token, attempt) =>
      token % 2 === 0 && attempt < 3 ? NO_FDS : CLOSED,
    );
    expect(observations).toHaveLength(100);
    expect(observations.every(({ state, attempts }) => state === 'closed' && attempts === 1)).toBe(true);
    expect(counters.retriedLocally).toBe(100);
    expect(counters.estimatedLoss).toBe(0);
  });

  it('asks in an order that the seed decides', async () => {
    const order = async (seed: string): Promise<string> => {
      const { sent } = await sweepWith(() => CLOSED, { seed, concurrency: 1 });
      return sent.map(({ address }) => address).join();
    };
    expect(await order('a')).toBe(await order('a'));
    expect(await order('a')).not.toBe(await order('b'));
  });

  it('keeps to the rate, in all and for one host', async () => {
    const spread = async (options: Partial<SweepOptions>): Promise<number> => {
      const { sent } = await sweepWith(() => CLOSED, options);
      return Math.max(...sent.map(({ at }) => at)) - Math.min(...sent.map(({ at }) => at));
    };
    // 100 probes at 400 a second take 250 ms less the burst of 20 ms; 25 ports of each host at 100 a second take 240 ms.
    expect(await spread({ rate: 400 })).toBeGreaterThan(200);
    expect(await spread({ hostRate: 100 })).toBeGreaterThan(200);
  });

  it('sends nothing new while it is congested', async () => {
    let answered = 0;
    let until = Number.POSITIVE_INFINITY;
    const congested = (): boolean => {
      if (answered >= 50 && until === Number.POSITIVE_INFINITY) until = performance.now() + 60;
      return answered >= 50 && performance.now() < until;
    };
    const answer = (): ProbeResult => {
      answered++;
      return CLOSED;
    };
    const { sent } = await sweepWith(answer, { congested });
    expect(sent).toHaveLength(100);
    const gaps = sent.map(({ at }, i) => at - (sent[i - 1]?.at ?? at));
    expect(Math.max(...gaps)).toBeGreaterThan(45);
  });

  it('ends at once when aborted, and observes nothing of what is in flight', async () => {
    const controller = new AbortController();
    const { observations } = await sweepWith(
      (token) => {
        if (token === 50) controller.abort();
        return CLOSED;
      },
      { signal: controller.signal },
    );
    expect(observations.length).toBeLessThan(100);
  });

  it('fails when observations cannot be taken', async () => {
    const failing = sweepWith(() => CLOSED, {
      observe: () => {
        throw new Error('disk full');
      },
    });
    await expect(failing).rejects.toThrow('disk full');
  });
});
