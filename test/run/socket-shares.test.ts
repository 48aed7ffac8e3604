import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealSockets } from '../../src/run/socket-shares.ts';
import type { SocketWishes } from '../../src/run/socket-shares.ts';

const WISHES: SocketWishes = { engine: 'epoll', endpoints: 100_000, rate: null, sweep: 7500, identify: 100 };
const PLENTY = { lanes: 8, descriptors: Number.POSITIVE_INFINITY, ports: 28_232 };

describe('shares of the sockets', () => {
  it('are what was asked for where there is plenty', () => {
    expect(dealSockets(WISHES, PLENTY)).toEqual({ lanes: 4, sweep: 7500, identify: 100, canary: 256 });
  });

  it('are at least one for each, and a lane, where there is nothing', () => {
    expect(dealSockets(WISHES, { ...PLENTY, descriptors: 0 })).toEqual({ lanes: 1, sweep: 1, identify: 1, canary: 1 });
  });

  it('are together never more than there are', () => {
    const room = { lanes: fc.integer({ min: 1, max: 64 }), descriptors: fc.nat(10_000), ports: fc.nat(60_000) };
    fc.assert(
      fc.property(fc.record(room), (has) => {
        const { lanes, sweep, identify, canary } = dealSockets(WISHES, has);
        expect(sweep).toBeGreaterThanOrEqual(lanes);
        const all = sweep + identify + canary;
        expect(all).toBeLessThanOrEqual(Math.max(lanes + 2, Math.min(has.ports, has.descriptors)));
      }),
    );
  });

  it.each([
    ['the syn engine, which has its own second one', { engine: 'syn' }],
    ['small plans', { endpoints: 16_383 }],
    ['rates that one keeps up with', { rate: 20_000 }],
  ] as const)('are of one thread for %s', (_, wishes) => {
    expect(dealSockets({ ...WISHES, ...wishes }, PLENTY).lanes).toBe(1);
  });
});
