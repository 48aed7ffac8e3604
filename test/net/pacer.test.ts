import { describe, expect, it } from 'vitest';
import { HostPacer, Pacer } from '../../src/net/pacer.ts';

/** Takes as fast as it may for `forMs` of a made-up clock that moves by `stepMs`. */
function takes(pacer: Pacer, forMs: number, stepMs: number): number {
  let taken = 0;
  for (let now = 0; now < forMs; now += stepMs) while (pacer.take(now)) taken++;
  return taken;
}

describe('pacer', () => {
  it.each([
    [1000, 1],
    [5000, 5],
    [50, 10],
    [200_000, 2],
  ])('lets %i a second through, whatever the clock step (%i ms)', (rate, step) => {
    const taken = takes(new Pacer(rate), 10_000, step);
    expect(taken / (rate * 10)).toBeGreaterThan(0.98);
    expect(taken / (rate * 10)).toBeLessThan(1.02);
  });

  it('saves up no more than 20 ms while idle', () => {
    const pacer = new Pacer(1000);
    pacer.take(0);
    let taken = 0;
    while (pacer.take(60_000)) taken++;
    expect(taken).toBe(20);
  });

  it('says when the next token is there', () => {
    const pacer = new Pacer(10);
    expect(pacer.take(0)).toBe(true);
    expect(pacer.take(0)).toBe(false);
    expect(pacer.waitMs).toBeCloseTo(100);
  });

  it('knows no limit when there is none', () => {
    const pacer = new Pacer(null);
    expect(Array.from({ length: 1000 }, () => pacer.take(0)).every(Boolean)).toBe(true);
  });
});

describe('host pacer', () => {
  it('spaces the probes to one host and leaves others alone', () => {
    const pacer = new HostPacer(50);
    expect([pacer.reserve(1, 1000), pacer.reserve(1, 1000), pacer.reserve(1, 1005), pacer.reserve(2, 1005)]).toEqual([
      1000, 1020, 1040, 1005,
    ]);
  });

  it('forgets hosts whose turn has passed, so that memory does not grow with the sweep', () => {
    const pacer = new HostPacer(50);
    const late = Array.from({ length: 1_000_000 }, (_, host) => pacer.reserve(host, host)).filter(
      (at, host) => at !== host,
    );
    expect(late).toEqual([]);
  });
});
