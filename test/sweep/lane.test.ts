import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../src/model/result-code.ts';
import { CONTROL, FULL_PACE, GAUGES } from '../../src/sweep/lane-protocol.ts';
import { runLane } from './lane-run.ts';

const bySlot = (reasons: readonly string[]): Record<string, number> =>
  reasons.reduce<Record<string, number>>((counts, reason) => ({ ...counts, [reason]: (counts[reason] ?? 0) + 1 }), {});

describe('lane', () => {
  it('gives every endpoint one result, in few flights, whatever answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          hosts: fc.integer({ min: 1, max: 30 }),
          ports: fc.integer({ min: 1, max: 30 }),
          concurrency: fc.integer({ min: 5, max: 50 }),
          attempts: fc.integer({ min: 1, max: 4 }),
          salt: fc.integer({ min: 1, max: 1000 }),
          holdsFlights: fc.boolean(),
        }),
        async ({ hosts, ports, concurrency, attempts, salt, holdsFlights }) => {
          const { outcome, reasons, mostInFlight, answered } = await runLane({
            answer: (slot, attempt) => ((slot * salt + attempt) % 7 === 0 ? 'silent' : 'conn-refused'),
            hosts,
            ports,
            holdsFlights,
            settings: { concurrency, attempts },
          });
          expect(outcome?.codes).toHaveLength(hosts * ports);
          expect(reasons.includes('none')).toBe(false);
          const refused = reasons.filter((reason) => reason === 'conn-refused').length;
          expect(new Set(answered.map(({ slot }) => slot)).size).toBe(answered.length);
          expect(answered).toHaveLength(refused);
          // Who holds no flights may ask again while answers of the pass before are still on their way.
          expect(mostInFlight).toBeLessThanOrEqual(holdsFlights ? concurrency : hosts * ports * attempts);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([true, false])(
    'gives a silent endpoint a fresh second probe (engine holds flights: %s)',
    async (holdsFlights) => {
      const { outcome, reasons, sent } = await runLane({
        answer: (slot, attempt) => (slot < 10 && attempt === 1 ? 'silent' : 'conn-refused'),
        holdsFlights,
      });
      expect(bySlot(reasons)).toEqual({ 'conn-refused': 100 });
      expect([...(outcome?.attempts ?? [])]).toEqual(Array.from({ length: 100 }, (_, slot) => (slot < 10 ? 2 : 1)));
      expect(outcome?.tallies).toEqual([{ before: 0, firstAnswers: [90, 10], silent: 0 }]);
      expect(sent).toHaveLength(110);
    },
  );

  it('calls an endpoint silent only after its attempts, each given its time', async () => {
    const { reasons, sent } = await runLane({
      answer: () => 'silent',
      ports: 5,
      holdsFlights: false,
      settings: { attempts: 2, timeoutMs: 60 },
    });
    expect(bySlot(reasons)).toEqual({ 'no-response': 20 });
    for (let slot = 0; slot < 20; slot++) {
      const [first, second, ...more] = sent.filter((probe) => probe.slot === slot).map(({ at }) => at);
      expect(more).toEqual([]);
      expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(59);
    }
  });

  it('asks again after local trouble, which is neither a state nor an attempt', async () => {
    const failed = new Map<number, number>();
    const { outcome, reasons, settings } = await runLane({
      answer: (slot) => {
        const times = failed.get(slot) ?? 0;
        failed.set(slot, times + 1);
        return slot % 2 === 0 && times < 2 ? 'no-fds' : 'conn-refused';
      },
    });
    expect(bySlot(reasons)).toEqual({ 'conn-refused': 100 });
    expect([...(outcome?.attempts ?? [])].every((attempts) => attempts === 1)).toBe(true);
    expect(settings.gauges[GAUGES.retriedLocally]).toBe(100);
  });

  it('leaves alone what is known from before', async () => {
    const codes = new Uint8Array(100).fill(codeOf('conn-refused'), 0, 60);
    const { sent, reasons, answered } = await runLane({
      answer: () => 'syn-ack',
      known: { codes, attempts: new Uint8Array(100).fill(1, 0, 60) },
    });
    expect(new Set(sent.map(({ slot }) => slot))).toEqual(new Set(Array.from({ length: 40 }, (_, at) => at + 60)));
    expect(bySlot(reasons)).toEqual({ 'conn-refused': 60, 'syn-ack': 40 });
    expect(answered).toHaveLength(40);
  });

  it('asks in an order that the seed decides', async () => {
    const order = async (seed: string): Promise<string> => {
      const { sent } = await runLane({ answer: () => 'rst', settings: { seed, concurrency: 1 } });
      return sent.map(({ slot }) => slot).join();
    };
    expect(await order('a')).toBe(await order('a'));
    expect(await order('a')).not.toBe(await order('b'));
  });

  it('keeps to the rate, in all and for one host', async () => {
    const spread = async (limits: { rate?: number; hostRate?: number }): Promise<number> => {
      const { sent } = await runLane({ answer: () => 'rst', settings: limits });
      return Math.max(...sent.map(({ at }) => at)) - Math.min(...sent.map(({ at }) => at));
    };
    // 100 probes at 400 a second take 250 ms less the burst of 20 ms; 25 ports of each host at 100 a second take 240 ms.
    expect(await spread({ rate: 400 })).toBeGreaterThan(200);
    expect(await spread({ hostRate: 100 })).toBeGreaterThan(200);
  });

  it('sends nothing while it is to pause, and stops when told to', async () => {
    let pausedAt = 0;
    const paused = await runLane({
      answer: () => 'rst',
      onSend: (_, control) => {
        if (pausedAt > 0) return;
        pausedAt = performance.now();
        control[CONTROL.pause] = 1;
        setTimeout(() => (control[CONTROL.pause] = 0), 120);
      },
    });
    const gaps = paused.sent.map(({ at }, i) => at - (paused.sent[i - 1]?.at ?? at));
    expect(Math.max(...gaps)).toBeGreaterThan(100);
    expect(bySlot(paused.reasons)).toEqual({ rst: 100 });
    let left = 30;
    const stopped = await runLane({
      answer: () => 'rst',
      onSend: (_, control) => {
        if (--left === 0) control[CONTROL.stop] = 1;
      },
    });
    expect(stopped.outcome).toBeNull();
    expect(stopped.sent.length).toBeLessThan(100);
  });

  it('goes slower when the user asks for it', async () => {
    const { sent } = await runLane({
      answer: () => 'rst',
      settings: { rate: 2000 },
      onSend: ({ slot }, control) => {
        if (slot >= 0) control[CONTROL.pace] = FULL_PACE / 8;
      },
    });
    expect(Math.max(...sent.map(({ at }) => at)) - Math.min(...sent.map(({ at }) => at))).toBeGreaterThan(200);
  });
});

describe('a host that answered and then goes dark', () => {
  it('is suspected of a ban, and its silence proves nothing', async () => {
    const { reasons, sent } = await runLane({
      // Of each host five ports refuse the first time; host 2 never says a word again.
      answer: (slot, attempt) => {
        if (slot % 25 >= 5) return 'silent';
        return Math.floor(slot / 25) === 2 && attempt > 1 ? 'silent' : 'rst';
      },
    });
    expect(bySlot(reasons.slice(50, 75))).toEqual({ rst: 5, 'ban-suspected': 20 });
    expect(bySlot([...reasons.slice(0, 50), ...reasons.slice(75)])).toEqual({ rst: 15, 'no-response': 60 });
    // One port of each host is asked again, the dark one's five times.
    expect(sent).toHaveLength(20 + 2 * 80 + 3 + 5);
  });

  it('makes all silence worthless when all hosts do', async () => {
    const { reasons } = await runLane({
      answer: (slot, attempt) => (slot % 25 < 5 && attempt === 1 ? 'rst' : 'silent'),
    });
    expect(bySlot(reasons)).toEqual({ rst: 20, 'vantage-unhealthy': 80 });
  });

  it('is not looked for where everything answered, or nothing did', async () => {
    expect((await runLane({ answer: () => 'rst' })).sent).toHaveLength(100);
    expect((await runLane({ answer: () => 'silent', ports: 2 })).sent).toHaveLength(16);
  });
});
