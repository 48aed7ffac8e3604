import IPCIDR from 'ip-cidr';

/** IP version. */
export type Family = 4 | 6;

/** An inclusive run of addresses of one family; IPv4 addresses are 32-bit values, IPv6 addresses 128-bit. */
export interface AddressRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

/** An address as a number of its family. */
export interface AddressValue {
  readonly family: Family;
  readonly value: bigint;
}

const IPV4_MAPPED = 0xffffn << 32n;

/**
 * Reads one literal address. IPv4-mapped IPv6 (`::ffff:a.b.c.d`) folds to IPv4, because the kernel sends IPv4 packets for it.
 * Zone indices (`fe80::1%eth0`), prefixes, leading zeros and anything else that is not a plain address give `undefined`.
 */
export function parseAddress(text: string): AddressValue | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return parseIpv4(text);
  if (!/^[0-9a-fA-F:.]{2,45}$/.test(text) || !text.includes(':') || !IPCIDR.isValidAddress(text)) return undefined;
  const address = IPCIDR.createAddress(text);
  const value = BigInt(`0x${address.bigInteger().toString(16)}`);
  // The library folds `::ffff:a.b.c.d` to IPv4 by itself (a mask of 32 bits) and leaves `::ffff:a00:1` alone.
  if (address.subnetMask === 32) return { family: 4, value };
  if (value >> 32n === IPV4_MAPPED >> 32n) return { family: 4, value: value & 0xffffffffn };
  return { family: 6, value };
}

function parseIpv4(text: string): AddressValue | undefined {
  let value = 0;
  for (const octet of text.split('.')) {
    const number = Number(octet);
    if (number > 255 || (octet.length > 1 && octet.startsWith('0'))) return undefined;
    value = value * 256 + number;
  }
  return { family: 4, value: BigInt(value) };
}

/** The canonical text: dotted quad, or RFC 5952 for IPv6. */
export function formatAddress(family: Family, value: bigint): string {
  return family === 4 ? formatIpv4(Number(value)) : formatIpv6(value);
}

/** Dotted quad of a 32-bit value. */
export function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
function formatIpv6(value: bigint): string {
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(((value >> shift) & 0xffffn).toString(16));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === '0') length++;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

/** The range that a CIDR such as `10.0.0.0/8` or `2001:db8::/120` stands for; host bits are cleared. `undefined` when it is none. */
export function parseCidr(text: string): AddressRange | undefined {
  const [base, prefix, ...rest] = text.split('/');
  if (base === undefined || prefix === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return undefined;
  const address = parseAddress(base);
  const bits = address?.family === 4 ? 32n : 128n;
  if (address === undefined || BigInt(prefix) > bits || (address.family === 4 && base.includes(':'))) return undefined;
  const { start, end } = toBounds(new IPCIDR(text));
  return { family: address.family, first: start, last: end };
}

function toBounds(cidr: IPCIDR): { start: bigint; end: bigint } {
  // The library returns JSBN integers whose decimal text is the common ground with native bigint.
  return {
    start: BigInt(String(cidr.start({ type: 'bigInteger' }))),
    end: BigInt(String(cidr.end({ type: 'bigInteger' }))),
  };
}

/** How many addresses a range holds. */
export function rangeSize(range: AddressRange): bigint {
  return range.last - range.first + 1n;
}

/** Whether a range holds an address. */
export function rangeContains(range: AddressRange, address: AddressValue): boolean {
  return range.family === address.family && range.first <= address.value && address.value <= range.last;
}

/** `a-b`, or `a` for a single address. */
export function formatRange(range: AddressRange): string {
  const first = formatAddress(range.family, range.first);
  return range.first === range.last ? first : `${first}-${formatAddress(range.family, range.last)}`;
}

/** Reads what `formatRange` writes; `undefined` for anything else. */
export function parseRange(text: string): AddressRange | undefined {
  const [from, to = from, ...rest] = text.split('-');
  const first = parseAddress(from ?? '');
  const last = parseAddress(to ?? '');
  if (first === undefined || last === undefined || rest.length > 0) return undefined;
  if (first.family !== last.family || first.value > last.value) return undefined;
  return { family: first.family, first: first.value, last: last.value };
}
