import type { AddressRange, AddressValue, Family } from './address.ts';
import { rangeSize } from './address.ts';

/** The addresses of a list of ranges by number, computed and never built. IPv4 goes by 32-bit numbers, because sweeps ask a million times a second. */
export interface HostTable {
  readonly hosts: number;
  /** 4 or 6. @throws RangeError outside `0 <= host < hosts` */
  familyAt(host: number): Family;
  /** The n-th address as an unsigned 32-bit number; only where `familyAt` is 4. @throws RangeError */
  ipv4At(host: number): number;
  /** @throws RangeError */
  at(host: number): AddressValue;
  /** The number of an IPv4 address, or -1. */
  indexOfIpv4(value: number): number;
  /** The number of an address, or -1. */
  indexOf(address: AddressValue): number;
}

/** @param ranges disjoint and ascending, IPv4 before IPv6; at most 2^53 - 1 addresses in all */
export function createHostTable(ranges: readonly AddressRange[]): HostTable {
  const starts = new Float64Array(ranges.length + 1);
  for (const [at, range] of ranges.entries()) starts[at + 1] = (starts[at] ?? 0) + Number(rangeSize(range));
  const hosts = starts[ranges.length] ?? 0;
  const ipv4 = ranges.filter(({ family }) => family === 4);
  const firsts = Float64Array.from(ipv4, ({ first }) => Number(first));
  const lasts = Float64Array.from(ipv4, ({ last }) => Number(last));

  function rangeAt(host: number): number {
    if (!Number.isInteger(host) || host < 0 || host >= hosts) throw new RangeError(`no host ${host} of ${hosts}`);
    return lastNotAbove(starts, host, ranges.length);
  }

  function indexOfIpv4(value: number): number {
    const at = lastNotAbove(firsts, value, firsts.length);
    if (at < 0 || value > (lasts[at] ?? -1)) return -1;
    return (starts[at] ?? 0) + value - (firsts[at] ?? 0);
  }

  return {
    hosts,
    familyAt: (host) => (rangeAt(host) < ipv4.length ? 4 : 6),
    ipv4At(host) {
      const at = rangeAt(host);
      return (firsts[at] ?? Number.NaN) + host - (starts[at] ?? 0);
    },
    at(host) {
      const at = rangeAt(host);
      const { family, first } = ranges[at] ?? { family: 4, first: 0n };
      return { family, value: first + BigInt(host - (starts[at] ?? 0)) };
    },
    indexOfIpv4,
    indexOf({ family, value }) {
      if (family === 4) return indexOfIpv4(Number(value));
      let low = ipv4.length;
      for (let high = ranges.length; low < high;) {
        const middle = (low + high) >>> 1;
        if ((ranges[middle]?.first ?? 0n) <= value) low = middle + 1;
        else high = middle;
      }
      const range = ranges[low - 1];
      if (range?.family !== 6 || value > range.last || value < range.first) return -1;
      return (starts[low - 1] ?? 0) + Number(value - range.first);
    },
  };
}

/** Index of the last of the first `count` ascending numbers that is at most `limit`, -1 when there is none. */
function lastNotAbove(ascending: Float64Array, limit: number, count: number): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ascending[middle] ?? 0) <= limit) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
