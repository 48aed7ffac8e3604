import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../src/model/result-code.ts';
import { readTcpAnswerIpv4, readTcpAnswerIpv6 } from '../../src/net/tcp-answer.ts';
import { ipv4Header, packetOf, readWith, tcpHeader } from './packets.ts';

const TARGET = 0x0a4d0002;
const [SYN_ACK, RST_ACK] = [0x12, 0x14];

function answer(flags: number, words = 5): number[] {
  const tcp = tcpHeader({ source: 80, destination: 61_003, acknowledged: 1, flags });
  return [...ipv4Header({ source: TARGET, destination: 1, words }), ...tcp];
}

describe('readTcpAnswerIpv4', () => {
  it.each([
    ['SYN-ACK', SYN_ACK, 'syn-ack'],
    ['SYN-ACK with ECN', 0x52, 'syn-ack'],
    ['RST-ACK', RST_ACK, 'rst'],
    ['RST-ACK with PSH', 0x1c, 'rst'],
    ['everything set', 0xff, 'rst'],
  ] as const)('%s', (_what, flags, reason) => {
    for (const words of [5, 6, 15]) {
      const read = readWith(readTcpAnswerIpv4, answer(flags, words));
      expect(read).toMatchObject({ code: codeOf(reason), family: 4, ports: ((80 << 16) | 61_003) >>> 0, sequence: 0 });
      expect(read?.address[0]).toBe(TARGET);
    }
  });

  it.each([
    ['our own SYN', answer(0x02)],
    ['a RST that acknowledges nothing', answer(0x04)],
    ['an ACK alone', answer(0x10)],
    ['a FIN-ACK', answer(0x11)],
    ['another protocol', [...ipv4Header({ protocol: 17 }), ...tcpHeader({ flags: SYN_ACK })]],
    ['IPv6', [0x65, ...answer(SYN_ACK).slice(1)]],
    ['a header of 16 bytes', [0x44, ...answer(SYN_ACK).slice(1)]],
    ['a header longer than the packet', [0x4f, ...answer(SYN_ACK).slice(1)]],
    ['nothing', []],
  ])('refuses %s', (_what, bytes) => {
    expect(readWith(readTcpAnswerIpv4, bytes)).toBeUndefined();
  });

  it('refuses every truncation, and takes the acknowledgement modulo 2^32', () => {
    const whole = answer(SYN_ACK);
    for (let length = 0; length < whole.length; length++) {
      expect(readWith(readTcpAnswerIpv4, whole.slice(0, length))).toBeUndefined();
    }
    const zero = [...ipv4Header({ source: TARGET }), ...tcpHeader({ flags: SYN_ACK, acknowledged: 0 })];
    expect(readWith(readTcpAnswerIpv4, zero)?.sequence).toBe(0xffff_ffff);
  });

  it('reads any bytes without reading beyond them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        const read = readWith(readTcpAnswerIpv4, [...bytes]);
        if (read === undefined) return;
        expect(bytes.length).toBeGreaterThanOrEqual(((bytes[0] ?? 0) & 15) * 4 + 20);
        expect([codeOf('syn-ack'), codeOf('rst')]).toContain(read.code);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('readTcpAnswerIpv6', () => {
  const source = packetOf([0xfd, 0x77, ...Array<number>(13).fill(0), 2]);
  const read = (bytes: readonly number[]) => readWith((packet, into) => readTcpAnswerIpv6(packet, source, into), bytes);

  it('takes the address from beside the packet', () => {
    const tcp = tcpHeader({ source: 443, destination: 61_000, acknowledged: 8, flags: RST_ACK });
    const found = read(tcp);
    expect(found).toMatchObject({ code: codeOf('rst'), family: 6, ports: ((443 << 16) | 61_000) >>> 0, sequence: 7 });
    expect([...(found?.address ?? [])]).toEqual([0xfd77_0000, 0, 0, 2]);
    expect(read(tcp.slice(0, 19))).toBeUndefined();
  });
});
