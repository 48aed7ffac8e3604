import { parseAddress, rangeContains, rangeSize } from '../../model/address.ts';
import { UsageError } from '../../model/errors.ts';
import { groupsByAddress, rowsByGroup } from './group-membership.ts';
import type { IntentControl, IntentGroup, IntentMatrix, IntentRow, PortSpan } from './intent-matrix.ts';
import { agree } from './specificity.ts';

/** Two rows that ask for different things where neither is closer; `first` stands first in the matrix. */
export interface Contradiction {
  readonly first: IntentRow;
  readonly second: IntentRow;
  /** A port where they meet. */
  readonly port: number;
}

/**
 * The rows that contradict each other for certain: of one group, or of groups that hold an address equally closely. Whether two groups meet in a host by its labels
 * cannot be known here. Each pair once, in the order of the rows.
 * @throws UsageError where too many ranges or groups overlap
 */
export function contradictionsIn(rows: readonly IntentRow[], groups: readonly IntentGroup[]): readonly Contradiction[] {
  const byGroup = rowsByGroup(rows);
  const found = [...meetingGroups(groups)].flatMap(([one, others]) =>
    [...others].flatMap((other) => contradictionsOf(byGroup.get(one) ?? [], byGroup.get(other) ?? [])),
  );
  return found.sort((a, b) => a.second.index - b.second.index || a.first.index - b.first.index);
}

/** What no matrix that people maintain comes near. */
const MOST_PAIRS = 1_000_000;

/** Groups that hold some address equally closely, themselves included; each pair once. @throws UsageError as `contradictionsIn` */
function meetingGroups(groups: readonly IntentGroup[]): ReadonlyMap<IntentGroup, ReadonlySet<IntentGroup>> {
  const meeting = new Map(groups.map((group) => [group, new Set([group])]));
  let pairs = 0;
  for (const memberships of groupsByAddress(groups).all) {
    pairs += memberships.length ** 2 / 2;
    if (pairs > MOST_PAIRS) throw new UsageError('too many groups overlap', { hint: 'name each range in one group' });
    for (const [index, one] of memberships.entries()) {
      for (const other of memberships.slice(index + 1)) {
        if (other.addresses === one.addresses) meeting.get(one.group)?.add(other.group);
      }
    }
  }
  return meeting;
}

function contradictionsOf(rows: readonly IntentRow[], others: readonly IntentRow[]): readonly Contradiction[] {
  return rows.flatMap((row) =>
    others.flatMap((other) => {
      // Of one group each pair comes twice.
      if (rows === others && other.index <= row.index) return [];
      if (row.zone !== other.zone || row.transport !== other.transport || agree(row, other)) return [];
      const port = meetingPort(row.ports, other.ports);
      const [first, second] = row.index < other.index ? [row, other] : [other, row];
      return port === undefined ? [] : [{ first, second, port }];
    }),
  );
}

/** The lowest port that both name equally closely. Both lists are disjoint and ascending. */
function meetingPort(spans: readonly PortSpan[], others: readonly PortSpan[]): number | undefined {
  let next = 0;
  for (const span of spans) {
    while ((others[next]?.last ?? Infinity) < span.first) next++;
    for (let at = next; (others[at]?.first ?? Infinity) <= span.last; at++) {
      if (others[at]?.size === span.size) return Math.max(span.first, others[at]?.first ?? 0);
    }
  }
  return undefined;
}

/** Rows about the one port of the one host that a control needs open, which expect something else there. */
export function controlContradictions({ rows, controls }: Pick<IntentMatrix, 'rows' | 'controls'>): readonly {
  readonly row: IntentRow;
  readonly control: IntentControl;
}[] {
  return controls.flatMap((control) =>
    rows
      .filter((row) => row.zone === control.row.zone && row.expect !== 'open' && namesExactly(row, control))
      .map((row) => ({ row, control })),
  );
}

function namesExactly({ group, transport, ports }: IntentRow, { address, port }: IntentControl): boolean {
  const host = parseAddress(address);
  return (
    transport === 'tcp' &&
    host !== undefined &&
    (group?.ranges ?? []).some((range) => rangeSize(range) === 1n && rangeContains(range, host)) &&
    ports.some(({ first, last, size }) => size === 1 && first <= port && port <= last)
  );
}
