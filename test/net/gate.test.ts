import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddressRange } from '../../src/model/address.ts';
import { formatAddress, formatIpv4, parseCidr, rangeContains } from '../../src/model/address.ts';
import { createGate } from '../../src/net/gate.ts';
import type { Payload, PayloadRules } from '../../src/net/payload.ts';
import { OutOfScopeError, openSocket } from '../../src/net/open-socket.ts';

const range = (cidr: string): NonNullable<ReturnType<typeof parseCidr>> => {
  const parsed = parseCidr(cidr);
  if (parsed === undefined) throw new Error(cidr);
  return parsed;
};

const gate = createGate([range('10.0.0.0/8'), range('fd00::/8')], [range('10.1.0.0/16')]);

describe('gate', () => {
  it.each([
    ['10.0.0.1', true],
    ['10.1.2.3', false],
    ['11.0.0.1', false],
    ['fd00::1', true],
    ['fe80::1', false],
    ['::ffff:10.0.0.1', true],
    ['::ffff:10.1.0.1', false],
    ['::ffff:a00:1', true],
    ['localhost', false],
    ['010.0.0.1', false],
    ['', false],
  ])('%s: %s', (address, permitted) => {
    expect(gate.permits(address)).toBe(permitted);
  });

  it('stops the dial itself, before a socket exists', () => {
    expect(() => openSocket(gate, { address: '11.0.0.1', port: 80, transport: 'tcp' })).toThrow(OutOfScopeError);
  });

  const portsWith = (payload: Payload, rules?: PayloadRules): readonly number[] =>
    Array.from({ length: 65_536 }, (_, port) => port).filter(
      (port) => createGate([], [], rules).payloadTo({ address: '10.0.0.1', port }) === payload,
    );

  it('lets nothing through to printers, and to controllers nothing before they speak', () => {
    expect(portsWith('none')).toEqual([515, 9100, 9101, 9102, 9103, 9104, 9105, 9106, 9107]);
    expect(portsWith('after-greeting')).toEqual(expect.arrayContaining([102, 502, 2404, 4840, 9600, 20_000, 44_818]));
    expect(portsWith('after-greeting')).toHaveLength(30);
  });

  it('lets questions through to controllers when they were asked for, and to printers that are none', () => {
    const rules: PayloadRules = { ics: true, isLifted: (address) => address === '10.0.0.1' };
    expect(portsWith('any', rules)).toHaveLength(65_536);
    expect(createGate([], [], rules).payloadTo({ address: '10.0.0.2', port: 9100 })).toBe('none');
  });
});

describe('gate over many ranges', () => {
  it('gives the same answer as asking each range', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 400 })),
        (bounds, asked) => {
          const sorted = bounds.toSorted((a, b) => a - b);
          const ranges = Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => ({
            family: 4 as const,
            first: BigInt(sorted[2 * i] ?? 0),
            last: BigInt(sorted[2 * i + 1] ?? 0),
          }));
          const many = createGate(ranges, []);
          for (const value of asked) {
            const expected = ranges.some(({ first, last }) => first <= value && value <= last);
            expect(many.permits(formatIpv4(value))).toBe(expected);
            expect(many.permitsIpv4(value)).toBe(expected);
            expect(many.permitsValue({ family: 4, value: BigInt(value) })).toBe(expected);
          }
        },
      ),
    );
  });

  it('gives the same answer by text, by number and by value, with exclusions and both families', () => {
    const small = fc.bigInt({ min: 0n, max: 60n });
    const base = { 4: 0xffff_ffc0n, 6: (1n << 128n) - 64n } as const;
    const bounds = fc.uniqueArray(small, { minLength: 0, maxLength: 12 });
    const rangesOf = (family: 4 | 6, values: readonly bigint[]): AddressRange[] => {
      const sorted = values.toSorted((a, b) => Number(a - b)).map((value) => base[family] + value);
      return Array.from({ length: sorted.length >>> 1 }, (_, at) => ({
        family,
        first: sorted[2 * at] ?? 0n,
        last: sorted[2 * at + 1] ?? 0n,
      }));
    };
    fc.assert(
      fc.property(fc.tuple(bounds, bounds), fc.tuple(bounds, bounds), (allowed, excluded) => {
        const both = ([ipv4, ipv6]: readonly [bigint[], bigint[]]) => [...rangesOf(4, ipv4), ...rangesOf(6, ipv6)];
        const [mayGo, mayNot] = [both(allowed), both(excluded)];
        const either = createGate(mayGo, mayNot);
        for (const family of [4, 6] as const) {
          for (let offset = 0n; offset < 64n; offset++) {
            const address = { family, value: base[family] + offset };
            const isIn = (ranges: readonly AddressRange[]) => ranges.some((one) => rangeContains(one, address));
            const expected = isIn(mayGo) && !isIn(mayNot);
            expect(either.permits(formatAddress(family, address.value))).toBe(expected);
            expect(either.permitsValue(address)).toBe(expected);
            expect(family === 6 || either.permitsIpv4(Number(address.value)) === expected).toBe(true);
          }
        }
      }),
    );
  });
});
