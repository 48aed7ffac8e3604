import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/model/observation.ts';
import { codeOf, isAnswer } from '../../src/model/result-code.ts';
import { readIcmpError, readIcmpv6Error } from '../../src/net/icmp-error.ts';
import { ipv4Header, readWith, tcpHeader } from './packets.ts';

const ROUTER = 0x0a000001;
const TARGET = 0x0a4d0002;
const PORTS = ((80 << 16) | 61_003) >>> 0;
const SYN = tcpHeader({ source: 61_003, destination: 80, sequence: 0xdead_beef, flags: 2 });

function icmp(
  type: number,
  code: number,
  quoted = [...ipv4Header({ destination: TARGET }), ...SYN.slice(0, 8)],
): number[] {
  return [...ipv4Header({ source: ROUTER, protocol: 1 }), type, code, 0, 0, 0, 0, 0, 0, ...quoted];
}

function icmpv6(type: number, code: number, nextHeader = 6): number[] {
  const header = [
    0x60,
    0,
    0,
    0,
    0,
    24,
    nextHeader,
    64,
    ...Array<number>(16).fill(0),
    0xfd,
    0x77,
    ...Array<number>(13).fill(0),
    2,
  ];
  return [type, code, 0, 0, 0, 0, 0, 0, ...header, ...SYN];
}

describe('readIcmpError', () => {
  const table: readonly (readonly [number, number, Reason])[] = [
    [3, 0, 'net-unreach'],
    [3, 1, 'host-unreach'],
    [3, 2, 'proto-unreach'],
    [3, 3, 'port-unreach'],
    [3, 9, 'net-prohibited'],
    [3, 10, 'host-prohibited'],
    [3, 13, 'admin-prohibited'],
    [11, 0, 'time-exceeded'],
    [11, 1, 'time-exceeded'],
  ];

  it.each(table)('type %i code %i is %s', (type, code, reason) => {
    const read = readWith(readIcmpError, icmp(type, code));
    expect(read).toMatchObject({ code: codeOf(reason), family: 4, ports: PORTS, sequence: 0xdead_beef });
    expect(read?.address[0]).toBe(TARGET);
  });

  it('knows no other type and code', () => {
    const known = new Set(table.map(([type, code]) => type * 256 + code));
    for (let both = 0; both < 65_536; both++) {
      const [type, code] = [both >>> 8, both & 255];
      if (known.has(both) || type === 11) continue;
      expect(readWith(readIcmpError, icmp(type, code)), `${type}/${code}`).toBeUndefined();
    }
  });

  it('finds the quoted ports behind options', () => {
    const quoted = [...ipv4Header({ destination: TARGET, words: 15 }), ...SYN];
    expect(readWith(readIcmpError, icmp(3, 1, quoted))).toMatchObject({ ports: PORTS, sequence: 0xdead_beef });
  });

  it.each([
    ['another protocol', [...ipv4Header({ destination: TARGET, protocol: 17 }), ...SYN]],
    ['a later fragment', [...ipv4Header({ destination: TARGET, fragment: 1 }), ...SYN]],
    ['IPv6', icmpv6(1, 4).slice(8)],
  ])('refuses a quotation of %s', (_what, quoted) => {
    expect(readWith(readIcmpError, icmp(3, 1, quoted))).toBeUndefined();
  });
});

describe('readIcmpv6Error', () => {
  it.each([
    [1, 0, 'net-unreach'],
    [1, 1, 'admin-prohibited'],
    [1, 2, 'net-unreach'],
    [1, 3, 'host-unreach'],
    [1, 4, 'port-unreach'],
    [1, 5, 'admin-prohibited'],
    [1, 6, 'net-unreach'],
    [3, 0, 'time-exceeded'],
  ] as const)('type %i code %i is %s', (type, code, reason) => {
    const read = readWith(readIcmpv6Error, icmpv6(type, code));
    expect(read).toMatchObject({ code: codeOf(reason), family: 6, ports: PORTS, sequence: 0xdead_beef });
    expect([...(read?.address ?? [])]).toEqual([0xfd77_0000, 0, 0, 2]);
  });

  it.each([
    ['packet too big', icmpv6(2, 0)],
    ['an unknown code', icmpv6(1, 9)],
    ['an extension header, which no probe has', icmpv6(1, 4, 44)],
  ])('refuses %s', (_what, bytes) => {
    expect(readWith(readIcmpv6Error, bytes)).toBeUndefined();
  });
});

describe('both readers', () => {
  it('refuse every truncation before the quoted sequence number ends', () => {
    for (const [read, whole, needed] of [
      [readIcmpError, icmp(3, 1), 56],
      [readIcmpv6Error, icmpv6(1, 4), 56],
    ] as const) {
      for (let length = 0; length < needed; length++) expect(readWith(read, whole.slice(0, length))).toBeUndefined();
      expect(readWith(read, whole.slice(0, needed))).toBeDefined();
    }
  });

  it('read any bytes without throwing, and bytes of an error with any of them changed', () => {
    const place = fc.tuple(fc.nat({ max: 80 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 192 }), fc.array(place, { maxLength: 6 }), (bytes, changes) => {
        for (const [read, error] of [
          [readIcmpError, icmp(3, 13)],
          [readIcmpv6Error, icmpv6(1, 3)],
        ] as const) {
          readWith(read, [...bytes]);
          const changed = error.map((byte, at) => changes.find(([where]) => where === at)?.[1] ?? byte);
          const found = readWith(read, changed);
          expect(found === undefined || isAnswer(found.code)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
