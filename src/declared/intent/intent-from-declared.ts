import { UsageError } from '../../model/errors.ts';
import type { Transport } from '../../model/observation.ts';
import { printable } from '../../model/printable.ts';
import { plural } from '../../model/quantity-text.ts';
import type { RangeSet } from '../../model/range-set.ts';
import { edgesOf } from '../cuts.ts';
import type { DecideOptions, Decision, Query } from '../decide.ts';
import { createDecider } from '../decide.ts';
import type { DeclaredFirewall, PortRange } from '../firewall.ts';
import { mergePorts } from '../port-ranges.ts';
import type { Place } from './places.ts';
import { placesOf } from './places.ts';

/** Where probes will start, and the addresses that are meant by it; null where any may be. */
export interface SourceZone {
  readonly name: string;
  readonly sources: RangeSet | null;
}

export interface IntentOptions extends DecideOptions {
  readonly zones: readonly SourceZone[];
  /** The addresses to speak of; null for those that the rules name. */
  readonly targets: RangeSet | null;
}

/** A matrix of intents that waits for reasons, in the shape that `draftText` of the intent stage writes. */
export interface DeclaredIntent {
  readonly id: string;
  readonly title: string;
  readonly about: readonly string[];
  readonly zones: readonly { readonly name: string; readonly vantages: readonly string[] }[];
  readonly groups: readonly { readonly name: string; readonly targets: readonly string[]; readonly about: string }[];
  readonly rows: readonly {
    readonly from: string;
    readonly to: string;
    readonly ports: string;
    readonly transport: Transport;
    readonly expect: 'open';
    readonly about: string;
  }[];
}

/** Keeps a draft something that a person can read, and the work bounded. */
const MAX_CELLS = 2_000_000;

/**
 * What a firewall allows from each zone, as rows of an intent matrix: a group for hosts to which the same is allowed. Only what a rule
 * certainly allows to the whole zone becomes a row; that something listens there is not known.
 * @throws UsageError where rules cut addresses and ports into too many parts
 */
export function intentFromDeclared(firewall: DeclaredFirewall, options: IntentOptions): DeclaredIntent {
  const members = [...firewall.program.members, ...(options.members ?? [])];
  const edges = edgesOf(firewall.program, [...members, ...(options.routes ?? [])]);
  const { places, members: invented } = placesOf(firewall, { edges, members, targets: options.targets });
  const ports = portCells(edges.ports);
  if (places.length * ports.length * options.zones.length > MAX_CELLS) {
    throw new UsageError(`the rules of ${firewall.file} cut addresses and ports into too many parts for a matrix`, {
      hint: 'name fewer targets or zones',
    });
  }
  const decide = createDecider(firewall, { ...options, members: [...(options.members ?? []), ...invented] });
  const groups = new Map<string, Group>();
  let uncertain = 0;
  for (const place of places) {
    const allowed = options.zones.flatMap((zone) =>
      (['tcp', 'udp'] as const).map((transport) => {
        const found = allowedPorts(ports, (port) =>
          decide({ sources: zone.sources, destination: place.destination, port, transport } satisfies Query),
        );
        uncertain += found.uncertain;
        return { zone: zone.name, transport, ...found };
      }),
    );
    const key = JSON.stringify(allowed.map((one) => one.ports));
    const group = groups.get(key) ?? { places: [], allowed: allowed.filter((one) => one.ports !== '') };
    group.places.push(place);
    groups.set(key, group);
  }
  return draftOf(firewall, options, {
    groups: [...groups.values()].filter(({ allowed }) => allowed.length > 0),
    uncertain,
  });
}

interface Group {
  readonly places: Place[];
  readonly allowed: readonly (Allowed & { readonly zone: string; readonly transport: Transport })[];
}

interface Allowed {
  /** `80,5432-5433`, empty where none is allowed. */
  readonly ports: string;
  /** Places of the rules that allow them. */
  readonly lines: readonly string[];
  readonly uncertain: number;
}

/** The runs of ports that no rule tells apart. */
function portCells(edges: readonly number[]): readonly PortRange[] {
  const starts = [...new Set([1, ...edges.filter((edge) => edge > 1 && edge <= 65_535)])].sort((a, b) => a - b);
  return starts.map((first, index) => ({ first, last: (starts[index + 1] ?? 65_536) - 1 }));
}

function allowedPorts(cells: readonly PortRange[], decide: (port: number) => Decision): Allowed {
  const allowed: PortRange[] = [];
  const lines = new Set<string>();
  let uncertain = 0;
  for (const cell of cells) {
    const { action, candidates } = decide(cell.first);
    if (action === 'unknown') uncertain++;
    // What only the policy allows nobody declared.
    const rules = action === 'allow' ? candidates.filter(({ byDefault }) => !byDefault) : [];
    if (rules.length > 0) allowed.push(cell);
    for (const { at } of rules) lines.add(at);
  }
  const ports = mergePorts(allowed).map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return { ports: ports.join(','), lines: [...lines], uncertain };
}

/** Lines that a comment names. */
const MOST_NAMED = 5;

function draftOf(
  { file, kind }: DeclaredFirewall,
  { zones }: IntentOptions,
  { groups, uncertain }: { readonly groups: readonly Group[]; readonly uncertain: number },
): DeclaredIntent {
  const named = groups.map((group, index) => ({ ...group, name: `declared-${index + 1}` }));
  return {
    id: `declared-${kind}`,
    title: `Connections that ${printable(file, 128)} allows`,
    about: [
      `What the rules in ${printable(file, 128)} allow, and not what should be, nor whether anything listens there.`,
      'Keep the rows that are meant, with a reason, and strike the others: the default forbids them. It loads when no TODO is left.',
      ...(uncertain === 0
        ? []
        : [`Left out: ${plural(uncertain, 'place')} where rules that are not modelled may decide.`]),
    ],
    zones: zones.map(({ name }) => ({ name, vantages: ['TODO'] })),
    groups: named.map(({ name, places }) => ({
      name,
      targets: [...new Set(places.map(({ label }) => label))],
      about: [...new Set(places.map(({ about }) => about))].slice(0, MOST_NAMED).join(', '),
    })),
    rows: named.flatMap(({ name, allowed }) =>
      allowed.map(({ zone, transport, ports, lines }) => ({
        from: zone,
        to: name,
        ports,
        transport,
        expect: 'open' as const,
        about: `${lines.slice(0, MOST_NAMED).join(', ')}${lines.length > MOST_NAMED ? ', ...' : ''}`,
      })),
    ),
  };
}
