import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, formatRange, rangeSize } from '../../src/model/address.ts';
import { UsageError } from '../../src/model/errors.ts';
import { parseTargetForm } from '../../src/targets/target-form.ts';
import { mergeRanges } from '../../src/model/range-set.ts';
import { lineOf } from './user-error.ts';

/** Ranges or name, as text. */
function shown(text: string): readonly string[] {
  const form = parseTargetForm(text);
  return form.kind === 'name' ? [form.name] : form.ranges.map(formatRange);
}

describe('parseTargetForm', () => {
  it.each([
    ['10.0.0.1', ['10.0.0.1']],
    ['::1', ['::1']],
    ['[2001:DB8::1]', ['2001:db8::1']],
    ['::ffff:10.0.0.1', ['10.0.0.1']],
    ['10.0.0.77/24', ['10.0.0.0-10.0.0.255']],
    ['2001:db8::/120', ['2001:db8::-2001:db8::ff']],
    ['10.0.0.1-10.0.1.5', ['10.0.0.1-10.0.1.5']],
    ['10.0.0.1 - 10.0.0.2', ['10.0.0.1-10.0.0.2']],
    ['fd00::1-fd00::9', ['fd00::1-fd00::9']],
    ['10.0.0.1-20', ['10.0.0.1-10.0.0.20']],
    ['10.0.0-1.1,5', ['10.0.0.1', '10.0.0.5', '10.0.1.1', '10.0.1.5']],
    ['10.0.0-3.*', ['10.0.0.0-10.0.3.255']],
    ['10.0.0.5,6,7,9', ['10.0.0.5-10.0.0.7', '10.0.0.9']],
    ['10.0.0.250-', ['10.0.0.250-10.0.0.255']],
    ['db.example.org', ['db.example.org']],
    ['DB.Example.ORG.', ['db.example.org']],
    ['bücher.example', ['xn--bcher-kva.example']],
    ['my_host', ['my_host']],
    ['a-b.example', ['a-b.example']],
    ['localhost', ['localhost']],
    ['fe.de', ['fe.de']],
  ])('reads %s', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  it.each([
    ['', 'empty target - expected an address, CIDR, range a-b, octet ranges such as 10.0.0-3.1,5, or a host name'],
    ['fe80::1%eth0', '"fe80::1%eth0" has a zone index - link-local addresses of one interface are not supported yet'],
    ['10.0.0.1:22', '"10.0.0.1:22" has a port - write 10.0.0.1 and --ports 22'],
    ['db.example.org:5432', '"db.example.org:5432" has a port - write db.example.org and --ports 5432'],
    ['[::1]:22', '"[::1]:22" has a port - write ::1 and --ports 22'],
    ['https://example.org/', '"https://example.org/" is a URL - write its host name'],
    [
      '10.0.0.0/33',
      '"10.0.0.0/33" is no CIDR - expected an address and a prefix length of 0 to 32 (IPv4) or 0 to 128 (IPv6)',
    ],
    [
      '10.0.0/8',
      '"10.0.0/8" is no CIDR - expected an address and a prefix length of 0 to 32 (IPv4) or 0 to 128 (IPv6)',
    ],
    ['10.0.0.256', '"10.0.0.256" is no IPv4 address - expected four numbers from 0 to 255 without leading zeros'],
    ['010.0.0.1', '"010.0.0.1" is no IPv4 address - expected four numbers from 0 to 255 without leading zeros'],
    ['10.0.0', '"10.0.0" is no IPv4 address - expected four numbers from 0 to 255 without leading zeros'],
    ['1::2::3', '"1::2::3" is no IPv6 address'],
    ['10.0.0.9-10.0.0.1', 'range 10.0.0.9-10.0.0.1 runs backwards - write 10.0.0.1-10.0.0.9'],
    ['10.0.0.1-::1', '"10.0.0.1-::1" mixes IPv4 and IPv6'],
    [
      '10.0.0.9-1',
      '"9-1" in "10.0.0.9-1" is no octet or range of octets - octets run from 0 to 255, as in 10.0.0-3.1,5',
    ],
    [
      '10.0.0.1-256',
      '"1-256" in "10.0.0.1-256" is no octet or range of octets - octets run from 0 to 255, as in 10.0.0-3.1,5',
    ],
    ['*.*.*.1,3', '"*.*.*.1,3" is more than 65536 separate ranges - use CIDRs and --exclude'],
  ])('refuses %j', async (text, line) => {
    expect(await lineOf(() => parseTargetForm(text))).toBe(line);
  });

  it.each([
    'a b',
    'host!',
    'a..b',
    '-a.example',
    `${'a'.repeat(64)}.example`,
    'user@host',
    'a\u0000b',
    'x'.repeat(1e6),
    '..',
  ])('refuses what is no host name', async (text) => {
    const line = await lineOf(() => parseTargetForm(text));
    expect(line.length).toBeLessThan(300);
    expect(line).not.toContain('\u0000');
  });

  it('reads back every address and range that it can show', () => {
    const family = fc.constantFrom(4 as const, 6 as const);
    fc.assert(
      fc.property(family, fc.bigInt(0n, 2n ** 128n - 1n), fc.bigInt(0n, 2n ** 128n - 1n), (version, a, b) => {
        const bits = version === 4 ? 32n : 128n;
        const [first = 0n, last = 0n] = [BigInt.asUintN(Number(bits), a), BigInt.asUintN(Number(bits), b)].sort(
          (x, y) => (x < y ? -1 : 1),
        );
        // An IPv4-mapped address is shown as what it is: an IPv4 address.
        fc.pre(version === 4 || (first >> 32n !== 0xffffn && last >> 32n !== 0xffffn));
        const range = { family: version, first, last };
        expect(parseTargetForm(formatRange(range))).toEqual({ kind: 'ranges', ranges: [range] });
      }),
    );
  });

  it('gives for a CIDR the whole aligned block around its address', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }), (value, prefix) => {
        const form = parseTargetForm(`${formatAddress(4, BigInt(value))}/${prefix}`);
        const size = 2n ** BigInt(32 - prefix);
        const first = (BigInt(value) / size) * size;
        expect(form).toEqual({ kind: 'ranges', ranges: [{ family: 4, first, last: first + size - 1n }] });
      }),
    );
  });

  it('gives for octet ranges exactly the addresses whose octets fit', () => {
    const octet = fc.uniqueArray(fc.nat({ max: 255 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.tuple(octet, octet, octet, octet), (octets) => {
        // A trailing value twice makes it the octet form even where every list has one element.
        const form = parseTargetForm(`${octets.map((values) => values.join(',')).join('.')},${octets[3][0]}`);
        const expected = octets.reduce<readonly number[]>(
          (prefixes, values) => prefixes.flatMap((prefix) => values.map((value) => prefix * 256 + value)),
          [0],
        );
        const ranges = form.kind === 'ranges' ? form.ranges : [];
        const listed = ranges.flatMap((range) =>
          Array.from({ length: Number(rangeSize(range)) }, (_, index) => Number(range.first) + index),
        );
        expect(listed).toEqual(expected.toSorted((a, b) => a - b));
        expect(mergeRanges(ranges).length).toBeLessThanOrEqual(ranges.length);
      }),
    );
  });

  it('throws nothing but user errors, whatever the text', async () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...Array.from('0129.,-*:/[]%abf ')) }),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (target) => {
        const line = await lineOf(() => {
          parseTargetForm(target);
          throw new UsageError('fine');
        });
        expect(line.length).toBeLessThan(1000);
      }),
      { numRuns: 2000 },
    );
  });
});
