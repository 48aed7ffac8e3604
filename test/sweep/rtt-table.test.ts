import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRttTable } from '../../src/sweep/rtt-table.ts';
import { seededRandom } from './seeded-random.ts';

const CEILING = 2000;
const LIMITS = { ceilingMs: CEILING, floorMs: 5 };

describe('createRttTable', () => {
  it('waits for the ceiling where nothing was seen', () => {
    const table = createRttTable(LIMITS);
    expect(table.timeoutMs(7)).toBe(CEILING);
    table.saw(7, 1000);
    expect(table.timeoutMs(8)).toBe(CEILING);
    expect(table.timeoutMs(7)).toBeLessThan(CEILING);
  });

  it('begins as RFC 6298 does and follows its arithmetic', () => {
    const table = createRttTable(LIMITS);
    // First sample: SRTT = R, RTTVAR = R / 2, so three times R.
    table.saw(1, 100_000);
    expect(table.timeoutMs(1)).toBeCloseTo(300, 3);
    // Second: RTTVAR = 3/4 · 50 + 1/4 · |100 - 120| = 42.5, SRTT = 7/8 · 100 + 1/8 · 120 = 102.5.
    table.saw(1, 120_000);
    expect(table.timeoutMs(1)).toBeCloseTo(102.5 + 4 * 42.5, 3);
    // In the end only the granularity and the margin for slow hosts are left.
    for (let sample = 0; sample < 2000; sample++) table.saw(1, 100_000);
    expect(table.timeoutMs(1)).toBeCloseTo(150, 3);
  });

  it('stays between floor and ceiling', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60_000_000), { minLength: 1, maxLength: 50 }), fc.nat(2 ** 40), (samples, prefix) => {
        const table = createRttTable({ ceilingMs: 1500 });
        for (const sample of samples) {
          table.saw(prefix, sample);
          const wait = table.timeoutMs(prefix);
          expect(wait).toBeGreaterThanOrEqual(300);
          expect(wait).toBeLessThanOrEqual(1500);
        }
      }),
    );
    const short = createRttTable({ ceilingMs: 100 });
    short.saw(1, 1);
    expect(short.timeoutMs(1)).toBe(100);
  });

  it('is not upset by one late answer', () => {
    const table = createRttTable({ ceilingMs: 10_000 });
    for (let sample = 0; sample < 100; sample++) table.saw(1, 20_000);
    expect(table.timeoutMs(1)).toBe(300);
    table.saw(1, 9_000_000);
    expect(table.timeoutMs(1)).toBeLessThan(450);
    for (let sample = 0; sample < 10; sample++) table.saw(1, 20_000);
    expect(table.timeoutMs(1)).toBe(300);
  });

  it('follows a link that became slower', () => {
    const table = createRttTable({ ceilingMs: 10_000 });
    for (let sample = 0; sample < 100; sample++) table.saw(1, 20_000);
    for (let sample = 0; sample < 3; sample++) table.saw(1, 3_000_000);
    expect(table.timeoutMs(1)).toBeGreaterThan(3000);
    for (let sample = 0; sample < 600; sample++) table.saw(1, 20_000);
    expect(table.timeoutMs(1)).toBe(300);
  });

  it.each([
    [0.02, 0.15],
    [0.05, 0.05],
    [0.1, 0.02],
    [0.3, 0.01],
  ])('does not cut off slow hosts that are %f of a prefix', (slow, mostCutOff) => {
    const random = seededRandom(11);
    let slowProbes = 0;
    let cutOff = 0;
    let saved = 0;
    let probes = 0;
    for (let prefix = 0; prefix < 40; prefix++) {
      const table = createRttTable({ ceilingMs: CEILING });
      for (let probe = 0; probe < 4000; probe++) {
        const isSlow = random() < slow;
        const rttMs = (isSlow ? 800 : 15) * (0.9 + 0.2 * random());
        const wait = table.holdMs(prefix);
        // Nobody hears an answer that comes too late.
        if (rttMs <= wait) table.saw(prefix, rttMs * 1000);
        else cutOff++;
        if (isSlow) slowProbes++;
        saved += CEILING - wait;
        probes++;
      }
    }
    expect(slowProbes).toBeGreaterThan(1000);
    expect(cutOff / slowProbes).toBeLessThan(mostCutOff);
    // It is not the ceiling that does it.
    expect(saved / probes).toBeGreaterThan(CEILING / 10);
  });

  it('asks one in four times with the ceiling, so that hosts are found which are slower than all known ones', () => {
    const table = createRttTable({ ceilingMs: CEILING });
    for (let sample = 0; sample < 100; sample++) table.saw(1, 1000);
    const waits = Array.from({ length: 80 }, () => table.holdMs(1));
    expect(table.timeoutMs(1)).toBe(300);
    expect(waits.filter((wait) => wait === CEILING)).toHaveLength(20);
    expect(waits.filter((wait) => wait === 300)).toHaveLength(60);
  });

  it('remembers the prefixes of a million addresses, and forgets the oldest of far more', () => {
    const table = createRttTable(LIMITS);
    const first = 0x0a_00_00;
    for (let prefix = first; prefix < first + 4096; prefix++) table.saw(prefix, 10_000);
    let known = 0;
    for (let prefix = first; prefix < first + 4096; prefix++) if (table.timeoutMs(prefix) < CEILING) known++;
    expect(known / 4096).toBeGreaterThan(0.98);

    const random = seededRandom(3);
    const far = Array.from({ length: 100_000 }, () => Math.floor(random() * 2 ** 53));
    for (const prefix of far) table.saw(prefix, 10_000);
    const share = (prefixes: readonly number[]): number =>
      prefixes.filter((prefix) => table.timeoutMs(prefix) < CEILING).length / prefixes.length;
    expect(share(far.slice(-2000))).toBeGreaterThan(0.9);
    expect(share(far.slice(0, 50_000))).toBeLessThan(0.05);
  });

  it('learns nothing from answers that may be to the second SYN of the kernel', () => {
    const table = createRttTable({ ceilingMs: CEILING, isKernelAsking: true });
    for (let sample = 0; sample < 100; sample++) table.saw(1, 1_010_000);
    expect(table.timeoutMs(1)).toBe(CEILING);
    for (let sample = 0; sample < 100; sample++) table.saw(1, sample % 2 === 0 ? 1_010_000 : 1000);
    expect(table.timeoutMs(1)).toBe(300);
  });

  it('keeps prefixes apart', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2 ** 48), { minLength: 2, maxLength: 100 }), (prefixes) => {
        const table = createRttTable(LIMITS);
        for (const [at, prefix] of prefixes.entries()) table.saw(prefix, 10_000 + at * 1000);
        for (const [at, prefix] of prefixes.entries()) {
          expect([CEILING, 30 + at * 3]).toContain(Math.round(table.timeoutMs(prefix)));
        }
      }),
    );
  });
});
