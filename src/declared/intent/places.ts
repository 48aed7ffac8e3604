import { formatRange, parseAddress, parseCidr } from '../../model/address.ts';
import type { AddressRange, AddressValue, Family } from '../../model/address.ts';
import { allOf, mergeRanges, subtractRanges } from '../../model/range-set.ts';
import type { RangeSet } from '../../model/range-set.ts';
import type { Edges } from '../cuts.ts';
import type { DeclaredFirewall } from '../firewall.ts';
import type { GroupMember } from '../program.ts';

/** Addresses that rules treat alike. */
export interface Place {
  /** One of them. */
  readonly destination: AddressValue;
  /** How a matrix names them; `TODO` where the file does not say which they are. */
  readonly label: string;
  readonly about: string;
}

interface PlaceOptions {
  readonly edges: Edges;
  readonly members: readonly GroupMember[];
  readonly targets: RangeSet | null;
}

/** The places that a firewall tells apart, and addresses that stand for groups of which none is known. */
export function placesOf(
  { program }: DeclaredFirewall,
  { edges, members, targets }: PlaceOptions,
): { readonly places: readonly Place[]; readonly members: readonly GroupMember[] } {
  if (targets !== null) return { places: cut(targets, edges, 'named as targets'), members: [] };
  const groups = program.gates.flatMap(({ group }) => group ?? []);
  if (groups.length > 0) return placesOfGroups([...new Set(groups)], { edges, members, targets });
  const boxes = [...program.chains.values()].flatMap((steps) => steps.flatMap((step) => step.boxes));
  const named = mergeRanges(new Set(boxes.flatMap(({ destinations }) => destinations.filter(isNarrow))));
  const concrete = subtractRanges(named, SPECIAL);
  const rest = subtractRanges(ELSEWHERE, named);
  const others = ([4, 6] as const).flatMap((family): readonly Place[] => {
    const first = rest.find((range) => range.family === family);
    const met = program.gates.some(({ families }) => families.includes(family));
    return met && first
      ? [{ destination: { family, value: first.first }, label: 'TODO', about: 'hosts that no rule names' }]
      : [];
  });
  return { places: [...cut(concrete, edges, 'named by rules'), ...others], members: [] };
}

const rangesOf = (texts: readonly string[]): RangeSet => mergeRanges(texts.flatMap((text) => parseCidr(text) ?? []));

/** Addresses that no probe goes to from outside. */
const SPECIAL = rangesOf(['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/16', 'ff00::/8']);

/** Ordinary addresses, of which one stands for all that rules do not name. */
const ELSEWHERE = rangesOf(['1.0.0.0/8', '2000::/3']);

/** Whether a range names hosts, and not all others than some. */
function isNarrow({ family, first, last }: AddressRange): boolean {
  return first !== 0n && last !== allOf(family).last;
}

/** Every part of some ranges between two edges. */
function cut(ranges: RangeSet, edges: Edges, about: string): readonly Place[] {
  return ranges.flatMap(({ family, first, last }) => {
    const inner = edges.addresses[family].filter((edge) => first < edge && edge <= last);
    return [first, ...inner].map((start, index): Place => {
      const end = inner[index];
      const label = formatRange({ family, first: start, last: end === undefined ? last : end - 1n });
      return { destination: { family, value: start }, label, about };
    });
  });
}

/** Reserved addresses (RFC 1112, RFC 6666) stand for the hosts of a group that the file does not name. */
const STAND_INS: Readonly<Record<Family, bigint>> = {
  4: parseAddress('240.0.0.0')?.value ?? 0n,
  6: parseAddress('100::')?.value ?? 0n,
};

function placesOfGroups(
  groups: readonly string[],
  { edges, members }: PlaceOptions,
): { readonly places: readonly Place[]; readonly members: readonly GroupMember[] } {
  const known = groups.flatMap((group) => {
    const addresses = mergeRanges(members.filter((member) => member.group === group).flatMap((one) => one.addresses));
    return cut(addresses, edges, `in ${group}`);
  });
  const invented = groups
    .filter((group) => !members.some((member) => member.group === group))
    .flatMap((group, index) =>
      ([4, 6] as const).map((family) => ({ group, family, value: STAND_INS[family] + BigInt(index) })),
    );
  return {
    places: [
      ...known,
      ...invented.map(({ group, family, value }) => ({
        destination: { family, value },
        label: 'TODO',
        about: `in ${group}, of which the file names no address`,
      })),
    ],
    members: invented.map(({ group, family, value }) => ({
      group,
      addresses: [{ family, first: value, last: value }],
    })),
  };
}
