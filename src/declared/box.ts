import type { Family } from '../model/address.ts';
import type { RangeSet } from '../model/range-set.ts';
import { ALL_ADDRESSES, allOf, intersectRanges, mergeRanges, subtractRanges } from '../model/range-set.ts';
import type { PortRange } from './firewall.ts';
import { ALL_PORTS, intersectPorts } from './port-ranges.ts';

/** The packets that open a connection, cut along six axes: of each, those named here. */
export interface Box {
  readonly tcp: boolean;
  readonly udp: boolean;
  /** Packets that end at the firewall's own host. */
  readonly local: boolean;
  /** Packets that pass through it. */
  readonly transit: boolean;
  /** Packets that come in and go out by interfaces that pass all of these. */
  readonly interfaces: readonly InterfaceTest[];
  readonly ports: readonly PortRange[];
  readonly sources: RangeSet;
  readonly destinations: RangeSet;
}

/** An interface by its name; `eth*` stands for all names that start so. */
export interface InterfaceTest {
  readonly end: 'in' | 'out';
  readonly names: readonly string[];
  readonly negated: boolean;
}

/** Every packet that can open a connection. */
export const EVERYTHING: Box = {
  tcp: true,
  udp: true,
  local: true,
  transit: true,
  interfaces: [],
  ports: ALL_PORTS,
  sources: ALL_ADDRESSES,
  destinations: ALL_ADDRESSES,
};

/** The packets in both of two boxes; undefined where there are none. */
export function intersectBoxes(a: Box, b: Box): Box | undefined {
  if (a === EVERYTHING) return b;
  if (b === EVERYTHING) return a;
  const box = {
    tcp: a.tcp && b.tcp,
    udp: a.udp && b.udp,
    local: a.local && b.local,
    transit: a.transit && b.transit,
    interfaces: b.interfaces.length === 0 ? a.interfaces : [...a.interfaces, ...b.interfaces],
    ports: intersectPorts(a.ports, b.ports),
    sources: intersectRanges(a.sources, b.sources),
    destinations: intersectRanges(a.destinations, b.destinations),
  };
  return isEmpty(box) ? undefined : box;
}

function isEmpty({ tcp, udp, local, transit, ports, sources, destinations }: Box): boolean {
  const some = (tcp || udp) && (local || transit);
  return !some || ports.length === 0 || sources.length === 0 || destinations.length === 0;
}

/** What a rule asks of a packet. */
export interface Condition {
  /** Packets outside all of these do not match. */
  readonly boxes: readonly Box[];
  /** Why a packet inside may still not match, as the part of the rule that was not modelled; null where all inside match. */
  readonly unsure: string | null;
}

export const ALWAYS: Condition = { boxes: [EVERYTHING], unsure: null };
export const NEVER: Condition = { boxes: [], unsure: null };

/** A condition of which only the text is known. */
export function unsure(text: string): Condition {
  return { boxes: [EVERYTHING], unsure: text };
}

/** A condition on some axes alone. */
export function within(axes: Partial<Box>): Condition {
  const box = { ...EVERYTHING, ...axes };
  return { boxes: isEmpty(box) ? [] : [box], unsure: null };
}

/** Of packets of one IP version those with such an address, or with any other. */
export function addressed(
  axis: 'sources' | 'destinations',
  ranges: RangeSet,
  { negated, families }: { readonly negated: boolean; readonly families: readonly Family[] },
): Condition {
  const frame = mergeRanges(families.map(allOf));
  return within({ [axis]: negated ? subtractRanges(frame, ranges) : intersectRanges(frame, ranges) });
}

/** A box for every pair stays cheap up to here; beyond, the parts are not combined exactly. */
const MAX_BOXES = 65_536;

/** Both conditions at once. */
export function both(a: Condition, b: Condition): Condition {
  if (a === ALWAYS) return b;
  if (b === ALWAYS) return a;
  const why = a.unsure === null ? b.unsure : b.unsure === null ? a.unsure : `${a.unsure}, ${b.unsure}`;
  if (a.boxes.length * b.boxes.length > MAX_BOXES) return { boxes: a.boxes, unsure: why ?? 'too many combinations' };
  const boxes = a.boxes.flatMap((one) => b.boxes.flatMap((other) => intersectBoxes(one, other) ?? []));
  return { boxes, unsure: boxes.length === 0 ? null : why };
}

/** All of some conditions. */
export function all(conditions: readonly Condition[]): Condition {
  return conditions.reduce(both, ALWAYS);
}
