import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SYN_BYTES, synChecksumIpv4, writeSynTemplate } from '../../src/net/tcp-segment.ts';

/** The sum of RFC 1071, word by word with its carries, over the pseudo header of RFC 9293 and the segment; 0xffff where the checksum in it is right. */
function sumOf(segment: DataView, source: number, destination: number): number {
  const pseudo = new DataView(new ArrayBuffer(12 + SYN_BYTES));
  pseudo.setUint32(0, source);
  pseudo.setUint32(4, destination);
  pseudo.setUint16(8, 6);
  pseudo.setUint16(10, SYN_BYTES);
  for (let at = 0; at < SYN_BYTES; at++) pseudo.setUint8(12 + at, segment.getUint8(at));
  let sum = 0;
  for (let at = 0; at < pseudo.byteLength; at += 2) {
    sum += pseudo.getUint16(at);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return sum;
}

const word = fc.integer({ min: 0, max: 0xffff_ffff });

describe('SYN segment', () => {
  it('has six words, only SYN set, a window and a maximum segment size', () => {
    const segment = new DataView(new ArrayBuffer(SYN_BYTES));
    writeSynTemplate(segment, 0);
    expect(segment.getUint8(12) >>> 4).toBe(SYN_BYTES / 4);
    expect(segment.getUint8(13)).toBe(2);
    expect(segment.getUint16(14)).toBe(1024);
    expect([20, 21].map((at) => segment.getUint8(at))).toEqual([2, 4]);
    expect(segment.getUint16(22)).toBe(1460);
  });

  it('carries the checksum that the whole sums up to', () => {
    fc.assert(
      fc.property(word, word, word, word, (source, destination, ports, sequence) => {
        const segment = new DataView(new ArrayBuffer(SYN_BYTES));
        writeSynTemplate(segment, 0);
        segment.setUint32(0, ports);
        segment.setUint32(4, sequence);
        segment.setUint16(16, synChecksumIpv4(source, destination, ports, sequence));
        expect(sumOf(segment, source, destination)).toBe(0xffff);
      }),
      { numRuns: 2000 },
    );
  });
});
