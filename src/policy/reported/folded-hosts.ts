import { parseAddress } from '../../model/address.ts';
import type { AddressValue } from '../../model/address.ts';
import type { Report } from '../../model/report.ts';
import { portCount } from './port-list.ts';

/** What is known of every endpoint of a host that a large plan only counts; undefined where its endpoints differ too much to tell. */
export type FoldedState = (address: string) => 'closed' | 'filtered' | undefined;

/** Hosts without an entry of their own, as far as all of their endpoints are known and none is open. */
export function foldedHosts({ hostRanges, scope }: Pick<Report, 'hostRanges' | 'scope'>): FoldedState {
  const ports = portCount(scope.ports);
  const ranges = hostRanges.flatMap((range) => {
    const [first, last] = [parseAddress(range.first), parseAddress(range.last)];
    return first === undefined || last === undefined ? [] : [{ first, last, state: stateOf(range, ports) }];
  });
  return (address) => {
    const wanted = parseAddress(address);
    if (wanted === undefined) return undefined;
    let low = 0;
    for (let high = ranges.length; low < high;) {
      const middle = (low + high) >>> 1;
      const range = ranges[middle];
      if (range !== undefined && isBefore(range.last, wanted)) low = middle + 1;
      else high = middle;
    }
    const range = ranges[low];
    return range === undefined || isBefore(wanted, range.first) ? undefined : range.state;
  };
}

/** Where some endpoints are closed and others silent, this one may be silent, which proves less. */
function stateOf({ counts }: Report['hostRanges'][number], ports: number): 'closed' | 'filtered' | undefined {
  if (counts.open > 0 || counts.error > 0 || counts.closed + counts.filtered !== ports) return undefined;
  return counts.filtered === 0 ? 'closed' : 'filtered';
}

/** As reports sort addresses: IPv4 before IPv6. */
function isBefore(a: AddressValue, b: AddressValue): boolean {
  return a.family === b.family ? a.value < b.value : a.family < b.family;
}
