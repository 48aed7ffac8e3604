import { plainText } from './json-place.ts';
import type { Family } from '../model/address.ts';
import { parseCidr } from '../model/address.ts';
import { allOf, mergeRanges } from '../model/range-set.ts';
import type { Condition, InterfaceTest } from './box.ts';
import { addressed, ALWAYS, NEVER, unsure, within } from './box.ts';

/** Packets of these IP versions. */
export function ofFamilies(families: readonly Family[]): Condition {
  if (families.length === 0) return NEVER;
  return families.length > 1 ? ALWAYS : within({ destinations: mergeRanges(families.map(allOf)) });
}

const LOOPBACK = mergeRanges(['127.0.0.0/8', '::1/128'].flatMap((text) => parseCidr(text) ?? []));

interface Wording {
  readonly negated: boolean;
  /** The match as a person would write it. */
  readonly text: string;
}

/**
 * Packets that come in or go out by one of some interfaces. `lo` can always be told: addresses of this host's own are reached by it, those
 * of others never are.
 */
export function byInterface(
  names: readonly string[],
  { end, negated }: Pick<InterfaceTest, 'end' | 'negated'>,
): Condition {
  const loopbackOnly = names.every((name) => name === 'lo');
  if (loopbackOnly && end === 'out') return negated ? ALWAYS : NEVER;
  if (loopbackOnly) return addressed('destinations', LOOPBACK, { negated, families: [4, 6] });
  return within({ interfaces: [{ end, names, negated }] });
}

/** Kinds of destination that no probe goes to. */
const NEVER_PROBED = new Set('multicast broadcast anycast blackhole unreachable prohibit unspec'.split(' '));

/** Packets to addresses of a kind, as the routing table tells them apart: `local` is the firewall's own. */
export function destinationType(types: readonly string[], { negated, text }: Wording): Condition {
  const words = types.map((type) => type.toLowerCase());
  if (words.some((word) => word !== 'local' && word !== 'unicast' && !NEVER_PROBED.has(word))) return unsure(text);
  const [local, transit] = [words.includes('local') !== negated, words.includes('unicast') !== negated];
  return local || transit ? within({ local, transit }) : NEVER;
}

const ALL_FLAGS = 63;
const FLAGS: ReadonlyMap<string, number> = new Map([
  ['none', 0],
  ['fin', 1],
  ['syn', 2],
  ['rst', 4],
  ['psh', 8],
  ['ack', 16],
  ['urg', 32],
  ['all', ALL_FLAGS],
]);

/** The flags of the packet that opens a connection, against flags by name: `mask` says which are looked at, null all. */
export function synFlags({
  mask,
  op,
  values,
  text,
}: {
  readonly mask: readonly unknown[] | null;
  readonly op: string;
  readonly values: readonly unknown[] | null;
  readonly text: string;
}): Condition {
  const [looked, wanted] = [mask === null ? ALL_FLAGS : flagBits(mask), flagBits(values ?? ['?'])];
  if (looked === undefined || wanted === undefined) return unsure(text);
  const syn = looked & 2;
  const matches = op === 'in' ? (syn & wanted) !== 0 : (syn === wanted) !== (op === '!=');
  return matches ? ALWAYS : NEVER;
}

function flagBits(names: readonly unknown[]): number | undefined {
  let bits = 0;
  for (const name of names.flat()) {
    const bit = typeof name === 'number' ? name : FLAGS.get(plainText(name).toLowerCase());
    if (bit === undefined || bit > ALL_FLAGS) return undefined;
    bits |= bit;
  }
  return bits;
}
