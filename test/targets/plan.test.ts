import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseCidr } from '../../src/model/address.ts';
import type { AddressRange } from '../../src/model/address.ts';
import { permutation } from '../../src/model/permutation.ts';
import type { Plan } from '../../src/model/plan.ts';
import { createPlan } from '../../src/targets/plan.ts';
import { parsePorts } from '../../src/targets/ports.ts';
import { mergeRanges } from '../../src/model/range-set.ts';
import { lineOf } from './user-error.ts';

function planOf(ranges: readonly AddressRange[], ports: readonly number[]): Plan {
  return createPlan({
    ranges: mergeRanges(ranges),
    ports,
    identities: {
      of: ({ family, value }) => ({ names: [formatAddress(family, value)], labels: {} }),
      ranges: [],
    },
  });
}

function cidrs(...texts: readonly string[]): readonly AddressRange[] {
  return texts.flatMap((text) => parseCidr(text) ?? []);
}

const range = fc
  .tuple(fc.constantFrom(4 as const, 6 as const), fc.nat({ max: 2 ** 31 }), fc.nat({ max: 300 }))
  .map(([family, first, length]): AddressRange => ({
    family,
    first: BigInt(first) + (family === 6 ? 2n ** 120n : 0n),
    last: BigInt(first + length) + (family === 6 ? 2n ** 120n : 0n),
  }));
const ports = fc
  .uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 5 })
  .map((list) => list.sort((a, b) => a - b));

describe('createPlan', () => {
  it('lists hosts ascending, IPv4 before IPv6, and ports ascending within a host', () => {
    const plan = planOf(cidrs('fd00::/127', '10.0.0.8/31', '10.0.0.0/32'), [22, 80]);
    const listed = Array.from({ length: plan.size }, (_, index) => plan.at(index)).map(
      ({ address, port }) => `${address} ${port}`,
    );
    expect(listed).toEqual([
      '10.0.0.0 22',
      '10.0.0.0 80',
      '10.0.0.8 22',
      '10.0.0.8 80',
      '10.0.0.9 22',
      '10.0.0.9 80',
      'fd00:: 22',
      'fd00:: 80',
      'fd00::1 22',
      'fd00::1 80',
    ]);
    expect(plan.hosts).toBe(5);
  });

  it('finds every endpoint where it put it', () => {
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 8 }), ports, fc.nat(), (ranges, list, pick) => {
        const plan = planOf(ranges, list);
        for (const index of [0, plan.size - 1, pick % plan.size]) {
          const endpoint = plan.at(index);
          expect(plan.indexOf(endpoint.address, endpoint.port)).toBe(index);
          const host = Math.floor(index / list.length);
          expect(plan.hostAt(host)).toBe(endpoint.address);
          expect(plan.hostIndexOf(endpoint.address)).toBe(host);
          expect(plan.identityOf(endpoint.address).names).toEqual([endpoint.address]);
        }
      }),
    );
  });

  it('meets every endpoint exactly once through a permutation', () => {
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 3 }), ports, fc.string(), (ranges, list, seed) => {
        const plan = planOf(ranges, list);
        const order = permutation(plan.size, seed);
        const met = new Set<string>();
        for (let index = 0; index < plan.size; index++) {
          const { address, port } = plan.at(order(index));
          met.add(`${address} ${port}`);
        }
        expect(met.size).toBe(plan.size);
      }),
      { numRuns: 30 },
    );
  });

  it('does not find what it does not hold', () => {
    const plan = planOf(cidrs('10.0.0.4/30', '10.0.1.0/24'), [22]);
    expect(plan.indexOf('10.0.0.4', 23)).toBe(-1);
    for (const address of ['10.0.0.3', '10.0.0.8', '10.0.2.0', '9.255.255.255', '::a00:4', 'example.org', '']) {
      expect(plan.indexOf(address, 22)).toBe(-1);
      expect(plan.identityOf(address)).toEqual({ names: [], labels: {} });
    }
  });

  it('knows an address by any of its spellings', () => {
    const plan = planOf(cidrs('10.0.0.4/30', 'fd00::/126'), [22]);
    expect(plan.hostIndexOf('::ffff:10.0.0.5')).toBe(1);
    expect(plan.hostIndexOf('FD00:0:0::2')).toBe(6);
  });

  it.each([-1, 8, 0.5, NaN])('has no index %d of 8', (index) => {
    const plan = planOf(cidrs('10.0.0.0/30'), [22, 80]);
    expect(() => plan.at(index)).toThrow(RangeError);
    expect(() => plan.hostAt(index)).toThrow(RangeError);
  });

  it('builds a /8 with the default ports in milliseconds and answers at once', () => {
    const list = parsePorts('default');
    const start = performance.now();
    const plan = planOf(cidrs('10.0.0.0/8'), list);
    for (let index = 0; index < 1000; index++) plan.at(Math.floor((index / 1000) * plan.size));
    expect(performance.now() - start).toBeLessThan(500);
    expect(plan.size).toBe(2 ** 24 * list.length);
    expect(plan.at(plan.size - 1)).toEqual({ address: '10.255.255.255', port: list.at(-1), transport: 'tcp' });
  });

  it('refuses more endpoints than numbers can count', async () => {
    expect(await lineOf(() => planOf(cidrs('2001:db8::/64'), [22]))).toContain('more endpoints than can be numbered');
  });
});
