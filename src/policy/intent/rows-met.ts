import type { AddressRange } from '../../model/address.ts';
import { formatAddress } from '../../model/address.ts';
import type { Plan } from '../../model/plan.ts';
import type { Labels } from '../../model/target.ts';
import type { IntentIndex } from './intent-index.ts';
import type { IntentMatrix, IntentRow } from './intent-matrix.ts';

/** The rows that hold for some endpoint of the plans, the defaults left out. Zones do not matter: a row is met whoever looked. */
export function rowsMet(matrix: IntentMatrix, index: IntentIndex, plans: readonly Plan[]): ReadonlySet<IntentRow> {
  const met = new Set<IntentRow>();
  for (const plan of plans) {
    const { transport } = plan;
    for (const address of placesIn(plan, index.ranges)) {
      const { labels } = plan.identityOf(address);
      for (const zone of matrix.zones.keys()) {
        for (const { first, last, row } of index.rowsFor({ zone, address, labels, transport })) {
          if (!met.has(row) && hasPort(plan.ports, first, last)) met.add(row);
        }
      }
    }
  }
  return met;
}

/** One address of every stretch of the plan in which neither labels nor groups change. */
function placesIn(plan: Plan, ranges: readonly AddressRange[]): ReadonlySet<string> {
  const places = new Set(plan.segments.map(({ firstHost }) => plan.hostAt(firstHost)));
  for (const address of startsOf(ranges)) if (plan.hostIndexOf(address) >= 0) places.add(address);
  return places;
}

/** Where ranges begin, and the first addresses behind them. */
function startsOf(ranges: readonly AddressRange[]): readonly string[] {
  return ranges.flatMap(({ family, first, last }) => {
    const isLast = last + 1n === 1n << (family === 4 ? 32n : 128n);
    return [first, ...(isLast ? [] : [last + 1n])].map((value) => formatAddress(family, value));
  });
}

/** @param ports ascending */
function hasPort(ports: readonly number[], first: number, last: number): boolean {
  let low = 0;
  let high = ports.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ports[middle] ?? 0) < first) low = middle + 1;
    else high = middle;
  }
  return (ports[low] ?? Infinity) <= last;
}

const UNLABELLED: Labels = {};

/** Rows that never hold, because others name all of their hosts and ports more closely. Of groups with labels nothing can be said. */
export function rowsHidden(matrix: IntentMatrix, index: IntentIndex): readonly IntentRow[] {
  const seen = new Set<IntentRow>();
  for (const address of startsOf(index.ranges)) {
    for (const zone of matrix.zones.keys()) {
      for (const transport of ['tcp', 'udp'] as const) {
        for (const { row } of index.rowsFor({ zone, address, labels: UNLABELLED, transport })) seen.add(row);
      }
    }
  }
  return matrix.rows.filter((row) => row.group?.labels === null && !seen.has(row));
}
