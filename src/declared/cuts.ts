import type { AddressValue, Family } from '../model/address.ts';
import type { RangeSet } from '../model/range-set.ts';
import type { Program } from './program.ts';

/** Where a rule may begin or end to hold; ascending. Ports and addresses between two edges are alike to every rule. */
export interface Edges {
  readonly ports: readonly number[];
  readonly addresses: Readonly<Record<Family, readonly bigint[]>>;
}

/** The edges of all boxes of a program, and of other sets of addresses that matter. */
export function edgesOf(program: Program, others: readonly { readonly addresses: RangeSet | null }[]): Edges {
  const ports = new Set<number>();
  const addresses: Record<Family, Set<bigint>> = { 4: new Set(), 6: new Set() };
  const boxes = [...program.chains.values()].flatMap((steps) => steps.flatMap((step) => step.boxes));
  for (const box of boxes) {
    for (const { first, last } of box.ports) ports.add(first).add(last + 1);
  }
  for (const ranges of [...boxes.map((box) => box.destinations), ...others.map((other) => other.addresses ?? [])]) {
    for (const { family, first, last } of ranges) addresses[family].add(first).add(last + 1n);
  }
  return {
    ports: [...ports].sort((a, b) => a - b),
    addresses: { 4: ascending(addresses[4]), 6: ascending(addresses[6]) },
  };
}

/** Names the cell of a destination and port: no rule tells two of the same cell apart. */
export function createCuts({ ports, addresses }: Edges): (destination: AddressValue, port: number) => string {
  return ({ family, value }, port) => `${family}.${edgesBelow(addresses[family], value)}.${edgesBelow(ports, port)}`;
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
