import type { AddressRange, AddressValue } from '../model/address.ts';
import { rangeContains, rangeSize } from '../model/address.ts';
import type { HostIdentity, Labels, Target } from '../model/target.ts';
import { compareRanges } from '../model/range-set.ts';

interface Named {
  readonly range: AddressRange;
  readonly target: Target;
  /** Place among the targets as asked for. */
  readonly order: number;
}

/** Names and labels by address. */
export interface IdentityIndex {
  of(address: AddressValue): HostIdentity;
  /** The ranges that have names or labels; they may overlap. Names and labels change only where one begins or ends. */
  readonly ranges: readonly AddressRange[];
}

/**
 * Names and labels by address. Where targets overlap, the smaller range wins label by label (between equal ones the later), tags
 * are united, and all names are kept in the order asked for. Memory is linear in the targets, a look-up logarithmic plus its answers.
 */
export function createIdentityIndex(targets: readonly Target[]): IdentityIndex {
  const named = targets
    .flatMap((target, order) => target.ranges.map((range) => ({ range, target, order })))
    .filter(({ target }) => target.name !== undefined || Object.keys(target.labels).length > 0)
    .sort((a, b) => compareRanges(a.range, b.range));
  const trees = {
    4: plant(named.filter(({ range }) => range.family === 4)),
    6: plant(named.filter(({ range }) => range.family === 6)),
  };
  const isInventory = targets.some(({ labels }) => labels.id !== undefined);
  const identify = (labels: Labels, names: readonly string[]): HostIdentity =>
    isInventory ? { names, labels, listed: labels.id !== undefined } : { names, labels };
  const nothing = identify({}, []);
  return {
    of(address) {
      const holders: Named[] = [];
      collectHolders(trees[address.family], address, holders);
      if (holders.length === 0) return nothing;
      const { names, labels } = merge(holders);
      return identify(labels, names);
    },
    ranges: named.map(({ range }) => range),
  };
}

/** A node of an augmented interval tree (Cormen et al., "Introduction to Algorithms", interval trees). */
interface Tree {
  readonly node: Named;
  /** The last address that anything in this subtree reaches. */
  readonly furthest: bigint;
  readonly left: Tree | undefined;
  readonly right: Tree | undefined;
}

/** A balanced tree of elements sorted by first address. */
function plant(sorted: readonly Named[], from = 0, to = sorted.length): Tree | undefined {
  const middle = (from + to) >>> 1;
  const node = from < to ? sorted[middle] : undefined;
  if (node === undefined) return undefined;
  const left = plant(sorted, from, middle);
  const right = plant(sorted, middle + 1, to);
  let furthest = node.range.last;
  for (const side of [left, right]) if (side !== undefined && side.furthest > furthest) furthest = side.furthest;
  return { node, furthest, left, right };
}

function collectHolders(tree: Tree | undefined, address: AddressValue, found: Named[]): void {
  if (tree === undefined || tree.furthest < address.value) return;
  collectHolders(tree.left, address, found);
  if (tree.node.range.first > address.value) return;
  if (rangeContains(tree.node.range, address)) found.push(tree.node);
  collectHolders(tree.right, address, found);
}

function merge(holders: readonly Named[]): HostIdentity {
  const asked = [...holders].sort((a, b) => a.order - b.order);
  const widestFirst = [...asked].sort((a, b) => compareSizes(b.range, a.range));
  const labels: Labels = Object.assign({}, ...widestFirst.map(({ target }) => target.labels));
  const tags = [...new Set(widestFirst.flatMap(({ target }) => target.labels.tags ?? []))];
  return {
    names: [...new Set(asked.flatMap(({ target }) => target.name ?? []))],
    labels: tags.length === 0 ? labels : { ...labels, tags },
  };
}

function compareSizes(a: AddressRange, b: AddressRange): number {
  const difference = rangeSize(a) - rangeSize(b);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}
