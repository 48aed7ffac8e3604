import type { AddressRange } from '../../model/address.ts';
import { parseAddress, parseCidr, parseRange } from '../../model/address.ts';
import { mergeRanges } from '../../model/range-set.ts';
import type { Condition } from '../box.ts';
import { ALWAYS, NEVER, unsure, within } from '../box.ts';
import type { JsonPlace } from '../json-place.ts';
import { textAt, wrong, plainText } from '../json-place.ts';
import { mergePorts, portRange } from '../port-ranges.ts';

/** The addresses of one CIDR, address or range in a file. @throws ConfigError for anything else */
export function addressesAt(place: JsonPlace): AddressRange {
  const text = textAt(place);
  const address = parseAddress(text);
  if (address !== undefined) return { family: address.family, first: address.value, last: address.value };
  const range = text.includes('/') ? parseCidr(text) : parseRange(text);
  if (range === undefined) throw wrong(place, 'an address range such as 192.0.2.0/24');
  return range;
}

/** Packets from some addresses. */
export function fromAddresses(ranges: readonly AddressRange[]): Condition {
  return within({ sources: mergeRanges(ranges) });
}

/** Packets of a protocol by its name or number; `all` are the words for any. */
export function ofProtocol(name: string, all: readonly string[]): Condition {
  const word = name.toLowerCase();
  if (all.includes(word)) return ALWAYS;
  const [tcp, udp] = [word === 'tcp' || word === '6', word === 'udp' || word === '17'];
  return tcp || udp ? within({ tcp, udp }) : NEVER;
}

/** Packets to ports: `443`, `8000-8010`, `*`. @throws ConfigError for anything else */
export function toPorts(places: readonly JsonPlace[]): Condition {
  const ranges = places.map((place) => {
    const text = plainText(place.value);
    const [first, last = first, ...more] = text === '*' ? ['0', '65535'] : text.split('-');
    const range = more.length > 0 ? undefined : portRange(first?.trim(), last?.trim());
    if (range === undefined) throw wrong(place, 'a port or a range such as 8000-8010');
    return range;
  });
  return ranges.length === 0 ? ALWAYS : within({ ports: mergePorts(ranges) });
}

const NO_PORT: ReadonlySet<unknown> = new Set([undefined, null, -1]);

/** Packets to the ports of a pair of numbers; all where the pair says so or there is none. @throws ConfigError */
export function betweenPorts(first: JsonPlace, last: JsonPlace): Condition {
  if (NO_PORT.has(first.value) && NO_PORT.has(last.value)) return ALWAYS;
  const range = portRange(first.value, last.value);
  if (range === undefined) throw wrong(first, 'the first of a range of ports');
  return within({ ports: [range] });
}

/** Packets from what only the cloud can resolve. */
export function fromReference(what: string): Condition {
  return unsure(`from ${what}`);
}

/** `tcp 443`, `tcp 8000-8010`, `all traffic`, for the text of a rule. */
export function trafficText(protocol: string, first: unknown, last: unknown): string {
  if (protocol === '-1' || protocol === 'all') return 'all traffic';
  if (typeof first !== 'number' || first < 0) return protocol;
  return first === last ? `${protocol} ${first}` : `${protocol} ${first}-${plainText(last)}`;
}
