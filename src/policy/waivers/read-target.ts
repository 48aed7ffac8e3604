import type { AddressRange } from '../../model/address.ts';
import { formatAddress, parseAddress, parseCidr, parseRange, rangeSize } from '../../model/address.ts';
import { printable } from '../../model/printable.ts';
import type { RawTarget } from './raw-waivers.ts';
import type { WaiverTarget } from './waiver-list.ts';

/** What is wrong with a target's text. */
interface Mistake {
  readonly key: keyof RawTarget;
  readonly message: string;
  readonly hint: string;
}

/** The target that a raw one stands for, or what is wrong with its addresses. */
export function readTarget({ id, cidr, range, group }: RawTarget): WaiverTarget | Mistake {
  if (id !== undefined) return { kind: 'id', id };
  if (group !== undefined) return { kind: 'group', group };
  return cidr === undefined ? readRange(range ?? '') : readCidr(cidr);
}

function readCidr(text: string): WaiverTarget | Mistake {
  const range = parseCidr(text);
  if (range === undefined) return { key: 'cidr', message: `"${printable(text, 64)}" is no CIDR`, hint: cidrHint(text) };
  const base = parseAddress(text.split('/')[0] ?? '');
  if (base === undefined || base.value === range.first) return { kind: 'range', range, text };
  const one = `${formatAddress(base.family, base.value)}/${base.family === 4 ? 32 : 128}`;
  const all = `${formatAddress(range.family, range.first)}/${text.split('/')[1]}`;
  return { key: 'cidr', message: `"${text}" names a host and a network`, hint: `did you mean ${one} or ${all}?` };
}

function cidrHint(text: string): string {
  const address = parseAddress(text);
  if (address !== undefined) return `did you mean ${text}/${address.family === 4 ? 32 : 128}?`;
  if (parseRange(text) !== undefined) return `write range: ${text}`;
  return 'expected an address and a prefix length, such as 203.0.113.40/32 or 2001:db8::/64';
}

function readRange(text: string): WaiverTarget | Mistake {
  const range = parseRange(text);
  if (range !== undefined) return { kind: 'range', range, text };
  const hint =
    parseCidr(text) === undefined ? 'expected two addresses, such as 203.0.113.40-203.0.113.43' : `write cidr: ${text}`;
  return { key: 'range', message: `"${printable(text, 64)}" is no range of addresses`, hint };
}

/** Whether a range holds more addresses than an IPv4 /24 or an IPv6 /64. */
export function isBroad(range: AddressRange): boolean {
  return rangeSize(range) > (range.family === 4 ? 1n << 8n : 1n << 64n);
}
