import type { AddressRange } from '../model/address.ts';
import { parseCidr, rangeSize } from '../model/address.ts';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';

/** Addresses that no single host answers for (IANA special-purpose registries, RFC 6890). */
const SPECIAL = [
  { cidr: '0.0.0.0/8', what: '"this network" (RFC 791)' },
  { cidr: '224.0.0.0/4', what: 'multicast (RFC 5771)' },
  { cidr: '255.255.255.255/32', what: 'the broadcast address (RFC 919)' },
  { cidr: '240.0.0.0/4', what: 'reserved (RFC 1112)' },
  { cidr: '::/128', what: 'the unspecified address (RFC 4291)' },
  { cidr: 'ff00::/8', what: 'multicast (RFC 4291)' },
].map((special) => ({ ...special, range: parseCidr(special.cidr) }));

/** 65,536 addresses, a /112: an IPv6 subnet of /64 cannot be swept at any rate. */
const MAX_IPV6_ADDRESSES = 2n ** 16n;

/** @throws UsageError where a target's range holds addresses that cannot be audited, or more IPv6 addresses than can be swept */
export function refuseSpecial(text: string, range: AddressRange): void {
  const shown = printable(text, 128);
  if (range.family === 6 && rangeSize(range) > MAX_IPV6_ADDRESSES) {
    throw new UsageError(`${shown} is wider than an IPv6 /112 and cannot be swept`, {
      hint: 'list the addresses in use, or give host names with AAAA records',
    });
  }
  for (const { cidr, what, range: special } of SPECIAL) {
    if (special?.family === range.family && special.first <= range.last && range.first <= special.last) {
      throw new UsageError(`${shown} ${range.first === range.last ? 'is' : 'includes'} ${what}`, {
        hint: range.first === range.last ? 'it cannot be a target' : `leave out ${cidr}`,
      });
    }
  }
}
