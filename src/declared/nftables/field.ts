import type { Family } from '../../model/address.ts';
import { isObject } from '../json-place.ts';

/** What the left side of a match looks at, as far as a packet that opens a connection has it. */
export type Field =
  | { readonly kind: 'address'; readonly axis: 'sources' | 'destinations'; readonly family: Family }
  | { readonly kind: 'port'; readonly end: 'source' | 'destination'; readonly tcp: boolean; readonly udp: boolean }
  | { readonly kind: 'protocol' }
  | { readonly kind: 'family' }
  | { readonly kind: 'interface'; readonly end: 'in' | 'out' }
  | { readonly kind: 'destination type' }
  /** Words of which one is known to hold. */
  | { readonly kind: 'word'; readonly holds: readonly string[]; readonly fails: readonly string[] }
  /** TCP flags, of which `mask` are looked at. */
  | { readonly kind: 'flags'; readonly mask: readonly unknown[] | null }
  /** A header that neither TCP nor UDP has. */
  | { readonly kind: 'foreign' }
  /** Something that is not modelled, of packets of this kind. */
  | { readonly kind: 'other'; readonly family?: Family; readonly tcp?: boolean };

const OTHER: Field = { kind: 'other' };

/** Headers of other protocols than TCP and UDP. */
const FOREIGN: ReadonlySet<unknown> = new Set(
  'icmp icmpv6 igmp sctp dccp udplite esp ah comp gre arp gretap geneve vxlan'.split(' '),
);

/** Of a connection that is about to begin. */
const CT: ReadonlyMap<unknown, Field> = new Map<unknown, Field>([
  ['state', { kind: 'word', holds: ['new'], fails: ['established', 'related', 'invalid', 'untracked'] }],
  ['direction', { kind: 'word', holds: ['original'], fails: ['reply'] }],
  // Where a rule may rewrite the destination, that alone leaves the outcome open; so here none did.
  [
    'status',
    { kind: 'word', holds: [], fails: ['expected', 'seen-reply', 'assured', 'confirmed', 'snat', 'dnat', 'dying'] },
  ],
]);
const PACKET_TYPE: Field = { kind: 'word', holds: ['host', 'unicast'], fails: ['broadcast', 'multicast', 'other'] };
/** A probe's source can be reached where it came from, or no answer would find its way back. */
const REVERSE_PATH: Field = { kind: 'word', holds: ['true'], fails: ['false'] };

const META: ReadonlyMap<unknown, Field> = new Map<unknown, Field>([
  ['l4proto', { kind: 'protocol' }],
  ['nfproto', { kind: 'family' }],
  ['protocol', { kind: 'family' }],
  ['iif', { kind: 'interface', end: 'in' }],
  ['iifname', { kind: 'interface', end: 'in' }],
  ['oif', { kind: 'interface', end: 'out' }],
  ['oifname', { kind: 'interface', end: 'out' }],
  ['pkttype', PACKET_TYPE],
]);

/** Reads the left side of a match in nft's JSON (libnftables-json(5), "expressions"). */
export function readField(left: unknown): Field {
  if (!isObject(left)) return OTHER;
  const { payload, meta, ct, fib } = left;
  if (isObject(payload)) return payloadField(payload);
  if (isObject(meta)) return META.get(meta['key']) ?? OTHER;
  if (isObject(ct)) return CT.get(ct['key']) ?? OTHER;
  if (isObject(fib)) return fibField(fib);
  if (isObject(left['tcp option'])) return { kind: 'other', tcp: true };
  const masked = left['&'];
  if (!Array.isArray(masked)) return OTHER;
  const [inner, mask]: readonly unknown[] = masked;
  const field = readField(inner);
  if (field.kind !== 'flags' || field.mask !== null) return field.kind === 'foreign' ? field : OTHER;
  return { kind: 'flags', mask: isObject(mask) && Array.isArray(mask['|']) ? mask['|'] : [mask].flat() };
}

function payloadField({ protocol, field }: Readonly<Record<string, unknown>>): Field {
  if (FOREIGN.has(protocol)) return { kind: 'foreign' };
  if (protocol === 'ip' || protocol === 'ip6') {
    const family = protocol === 'ip' ? 4 : 6;
    if (field === 'saddr') return { kind: 'address', axis: 'sources', family };
    if (field === 'daddr') return { kind: 'address', axis: 'destinations', family };
    // `ip6 nexthdr` is the protocol where no extension header comes between, as in what opens a connection.
    if (field === 'protocol' || field === 'nexthdr') return { kind: 'protocol' };
    return { kind: 'other', family };
  }
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'th') return OTHER;
  const carried = { tcp: protocol !== 'udp', udp: protocol !== 'tcp' };
  if (field === 'dport') return { kind: 'port', end: 'destination', ...carried };
  if (field === 'sport') return { kind: 'port', end: 'source', ...carried };
  if (field === 'flags') return { kind: 'flags', mask: null };
  return protocol === 'tcp' ? { kind: 'other', tcp: true } : OTHER;
}

function fibField({ result, flags }: Readonly<Record<string, unknown>>): Field {
  const of = [flags].flat();
  if (result === 'type' && of.includes('daddr') && !of.includes('saddr')) return { kind: 'destination type' };
  return result === 'oif' && of.includes('saddr') ? REVERSE_PATH : OTHER;
}
