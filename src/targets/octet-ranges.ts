import type { AddressRange } from '../model/address.ts';
import { UsageError } from '../model/errors.ts';

/** More pieces than this say little more than the range around them. */
const MAX_PIECES = 65_536;

interface Interval {
  readonly first: number;
  readonly last: number;
}

/** Whether a text has the shape of nmap's octet ranges: four parts of numbers, `,`, `-` or `*`. */
export function looksLikeOctetRanges(text: string): boolean {
  return /^[\d,*-]+(?:\.[\d,*-]+){3}$/.test(text) && /[,*-]/.test(text);
}

/**
 * Reads nmap's octet ranges: `10.0.0-3.1,5` is 10.0.0.1, 10.0.0.5, 10.0.1.1, ... 10.0.3.5; `*` and `-` are 0-255.
 * @throws UsageError for octets above 255, backward ranges and more than 65,536 separate pieces
 */
export function parseOctetRanges(text: string): readonly AddressRange[] {
  let pieces: readonly Interval[] = [{ first: 0, last: 0 }];
  let size = 1;
  for (const octet of text.split('.').toReversed()) {
    pieces = prefixed(readOctet(octet, text), { pieces, size }, text);
    size *= 256;
  }
  return pieces.map(({ first, last }) => ({ family: 4, first: BigInt(first), last: BigInt(last) }));
}

/** Every value of an octet before the pieces of the octets after it; a whole suffix makes one piece of neighbours. */
function prefixed(
  octet: readonly Interval[],
  suffix: { pieces: readonly Interval[]; size: number },
  text: string,
): Interval[] {
  const { pieces, size } = suffix;
  if (pieces.length === 1 && pieces[0]?.first === 0 && pieces[0].last === size - 1) {
    return octet.map(({ first, last }) => ({ first: first * size, last: (last + 1) * size - 1 }));
  }
  const values = octet.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
  if (values.length * pieces.length > MAX_PIECES) {
    throw new UsageError(`"${text}" is more than ${MAX_PIECES} separate ranges`, { hint: 'use CIDRs and --exclude' });
  }
  return values.flatMap((value) =>
    pieces.map(({ first, last }) => ({ first: value * size + first, last: value * size + last })),
  );
}

/** Disjoint and ascending. */
function readOctet(octet: string, text: string): readonly Interval[] {
  const wanted = new Set<number>();
  for (const item of octet.split(',')) {
    const match = /^(?:\*|(\d{1,3})|(\d{0,3})-(\d{0,3}))$/.exec(item);
    const first = Number(match?.[1] ?? (match?.[2] || 0));
    const last = Number(match?.[1] ?? (match?.[3] || 255));
    if (match === null || first > last || last > 255) {
      throw new UsageError(`"${item}" in "${text}" is no octet or range of octets`, {
        hint: 'octets run from 0 to 255, as in 10.0.0-3.1,5',
      });
    }
    for (let value = first; value <= last; value++) wanted.add(value);
  }
  const intervals: { first: number; last: number }[] = [];
  for (const value of [...wanted].sort((a, b) => a - b)) {
    const previous = intervals.at(-1);
    if (previous?.last === value - 1) previous.last = value;
    else intervals.push({ first: value, last: value });
  }
  return intervals;
}
