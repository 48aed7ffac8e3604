import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIpv4, parseCidr } from '../../src/model/address.ts';
import { createGate, isConnectOnly } from '../../src/net/gate.ts';
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

  it('knows the ports of printers', () => {
    const ports = Array.from({ length: 65_536 }, (_, port) => port).filter((port) => isConnectOnly(port));
    expect(ports).toEqual([515, 9100, 9101, 9102, 9103, 9104, 9105, 9106, 9107]);
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
});
