import type { AddressRange, AddressValue } from '../model/address.ts';
import { parseAddress, rangeContains } from '../model/address.ts';
import type { Endpoint } from '../model/observation.ts';
import { CAUTIOUS, payloadTo, type Payload, type PayloadRules } from './payload.ts';

/**
 * Decides at the one place that opens sockets whether an address may be touched at all: inside the authorised ranges and outside the excluded ones.
 * Targets were checked against the same ranges when they were parsed; this is the second lock, on the address that is really dialled.
 *
 * It decides as well what may be sent there: every connection that it lets through holds to that.
 */
export interface Gate {
  permits(address: string): boolean;
  /** The same for an IPv4 address as an unsigned 32-bit number: for sweeps, which ask for every probe. */
  permitsIpv4(value: number): boolean;
  permitsValue(address: AddressValue): boolean;
  payloadTo(endpoint: Pick<Endpoint, 'address' | 'port'>): Payload;
}

/**
 * A gate over literal addresses; anything that does not parse as one is refused. Both lists are ascending and disjoint, IPv4 before IPv6, and may
 * be long: every connection asks.
 */
export function createGate(
  allowed: readonly AddressRange[],
  excluded: readonly AddressRange[],
  payload: PayloadRules = CAUTIOUS,
): Gate {
  const [allowedIpv4, excludedIpv4] = [boundsOf(allowed), boundsOf(excluded)];
  const permitsValue = (address: AddressValue): boolean => holds(allowed, address) && !holds(excluded, address);
  return {
    permits(text) {
      const address = parseAddress(text);
      return address !== undefined && permitsValue(address);
    },
    permitsIpv4: (value) => within(allowedIpv4, value) && !within(excludedIpv4, value),
    permitsValue,
    payloadTo: ({ address, port }) => payloadTo(payload, address, port),
  };
}

/** First and last values of the IPv4 ranges, one after the other. */
function boundsOf(ranges: readonly AddressRange[]): Uint32Array {
  const ipv4 = ranges.filter(({ family }) => family === 4);
  return Uint32Array.from(ipv4.flatMap(({ first, last }) => [Number(first), Number(last)]));
}

function within(bounds: Uint32Array, value: number): boolean {
  let low = 0;
  for (let high = bounds.length / 2; low < high;) {
    const middle = (low + high) >>> 1;
    if ((bounds[2 * middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && value <= (bounds[2 * low - 1] ?? -1);
}

/** Binary search for the last range that begins at or before the address. */
function holds(ranges: readonly AddressRange[], address: AddressValue): boolean {
  let low = 0;
  for (let high = ranges.length; low < high;) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && !beginsAfter(range, address)) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low - 1];
  return range !== undefined && rangeContains(range, address);
}

function beginsAfter({ family, first }: AddressRange, address: AddressValue): boolean {
  return family > address.family || (family === address.family && first > address.value);
}
