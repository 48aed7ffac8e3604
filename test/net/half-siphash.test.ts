import { describe, expect, it } from 'vitest';
import { HalfSipHash } from '../../src/net/half-siphash.ts';
import { ProbeCookie } from '../../src/net/probe-cookie.ts';

/** The reference's key 00 01 .. 07 and its message 00 01 .. of as many bytes, as little-endian words. */
const KEY = [0x03020100, 0x07060504] as const;
const MESSAGE = Uint32Array.from({ length: 6 }, (_, word) => 0x03020100 + word * 0x04040404);

describe('HalfSipHash', () => {
  // vectors_hsip32 of https://github.com/veorq/SipHash, every fourth: messages of whole words.
  it.each([
    [0, 0x5b9f35a9],
    [1, 0x89466e2a],
    [2, 0x8f84b8d0],
    [3, 0x2f87f057],
    [4, 0x84acb5d9],
    [5, 0x45104de3],
    [6, 0x630c4027],
  ])('2-4 of %i words', (words, expected) => {
    expect(new HalfSipHash(KEY, 2, 4).hash(MESSAGE, words)).toBe(expected);
  });

  // The reference built with one round a word and three at the end; the same as in Linux's lib/tests/siphash_kunit.c for 32 bits.
  it.each([
    [0, 0x5814c896],
    [1, 0x7e059ea6],
    [2, 0x577999b1],
    [3, 0x6b28096c],
    [4, 0x8b31d501],
    [5, 0x911bb605],
    [6, 0x57150ad7],
  ])('1-3 of %i words', (words, expected) => {
    expect(new HalfSipHash(KEY).hash(MESSAGE, words)).toBe(expected);
  });
});

describe('ProbeCookie', () => {
  it('is the hash of address and ports', () => {
    const cookie = new ProbeCookie(KEY);
    expect(cookie.ofIpv4(MESSAGE[0] ?? 0, MESSAGE[1] ?? 0)).toBe(0x577999b1);
    expect(cookie.ofIpv6(MESSAGE, MESSAGE[4] ?? 0)).toBe(0x911bb605);
  });

  it('differs by key, address, port and source port', () => {
    const cookie = new ProbeCookie([1, 2]);
    const seen = [
      cookie.ofIpv4(1, 0x0050_f000),
      cookie.ofIpv4(2, 0x0050_f000),
      cookie.ofIpv4(1, 0x0051_f000),
      cookie.ofIpv4(1, 0x0050_f001),
      new ProbeCookie([1, 3]).ofIpv4(1, 0x0050_f000),
    ];
    expect(new Set(seen).size).toBe(seen.length);
  });
});
