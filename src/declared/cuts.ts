import type { AddressValue, Family } from '../model/address.ts';
import type { GroupMember, Program } from './program.ts';

/**
 * Names the cell of a destination and port: no rule of a program tells two of the same cell apart.
 * The edges of all boxes cut addresses and ports into such cells.
 */
export function createCuts(
  program: Program,
  members: readonly GroupMember[],
): (destination: AddressValue, port: number) => string {
  const ports = new Set<number>();
  const addresses: Record<Family, Set<bigint>> = { 4: new Set(), 6: new Set() };
  const boxes = [...program.chains.values()].flatMap((steps) => steps.flatMap((step) => step.boxes));
  for (const box of boxes) {
    for (const { first, last } of box.ports) ports.add(first).add(last + 1);
  }
  for (const ranges of [...boxes.map((box) => box.destinations), ...members.map((member) => member.addresses)]) {
    for (const { family, first, last } of ranges) addresses[family].add(first).add(last + 1n);
  }
  const portEdges = [...ports].sort((a, b) => a - b);
  const addressEdges = { 4: ascending(addresses[4]), 6: ascending(addresses[6]) };
  return ({ family, value }, port) =>
    `${family}.${edgesBelow(addressEdges[family], value)}.${edgesBelow(portEdges, port)}`;
}

function ascending(values: ReadonlySet<bigint>): readonly bigint[] {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** How many edges lie at or below a value. */
function edgesBelow<Value extends bigint | number>(edges: readonly Value[], value: Value): number {
  let [from, to] = [0, edges.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const edge = edges[middle];
    if (edge !== undefined && edge <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}
