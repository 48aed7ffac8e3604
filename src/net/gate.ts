import type { AddressRange, AddressValue } from '../model/address.ts';
import { parseAddress, rangeContains } from '../model/address.ts';

/** Printers print what they are sent: LPD (515) and JetDirect (9100-9107) are connected to and never written to. */
export function isConnectOnly(port: number): boolean {
  return port === 515 || (port >= 9100 && port <= 9107);
}

/**
 * Decides at the one place that opens sockets whether an address may be touched at all: inside the authorised ranges and outside the excluded ones.
 * Targets were checked against the same ranges when they were parsed; this is the second lock, on the address that is really dialled.
 */
export interface Gate {
  permits(address: string): boolean;
}

/**
 * A gate over literal addresses; anything that does not parse as one is refused. Both lists are ascending and disjoint, IPv4 before IPv6, and may
 * be long: every connection asks.
 */
export function createGate(allowed: readonly AddressRange[], excluded: readonly AddressRange[]): Gate {
  return {
    permits(text) {
      const address = parseAddress(text);
      return address !== undefined && holds(allowed, address) && !holds(excluded, address);
    },
  };
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
