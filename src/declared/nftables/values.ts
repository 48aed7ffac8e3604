import type { AddressRange, Family } from '../../model/address.ts';
import { parseAddress, parseCidr, parseRange } from '../../model/address.ts';
import { allOf, mergeRanges } from '../../model/range-set.ts';
import type { RangeSet } from '../../model/range-set.ts';
import type { PortRange } from '../firewall.ts';
import { isObject, plainText } from '../json-place.ts';
import { portRange } from '../port-ranges.ts';

/** Addresses of one IP version as nft's JSON writes them; undefined where one of them is something else. */
export function readAddresses(values: readonly unknown[] | null, family: Family): RangeSet | undefined {
  const ranges = values?.map((value) => readAddress(value, family));
  if (ranges === undefined) return undefined;
  const known = ranges.flatMap((range) => range ?? []);
  return known.length === ranges.length ? mergeRanges(known) : undefined;
}

function readAddress(value: unknown, family: Family): AddressRange | undefined {
  const range = addressRange(value, family);
  return range?.family === family ? range : undefined;
}

function addressRange(value: unknown, family: Family): AddressRange | undefined {
  // The element that stands for all that the others leave.
  if (value === '*') return allOf(family);
  if (typeof value === 'string') {
    const address = parseAddress(value);
    return address && { family: address.family, first: address.value, last: address.value };
  }
  if (!isObject(value)) return undefined;
  const { prefix, range } = value;
  if (isObject(prefix)) return parseCidr(`${plainText(prefix['addr'])}/${plainText(prefix['len'])}`);
  return Array.isArray(range) && range.length === 2 ? parseRange(range.map(plainText).join('-')) : undefined;
}

/** Ports that compare so with some numbers; undefined where that cannot be told. `!=` gives the ports that it excludes. */
export function readPorts(values: readonly unknown[] | null, op: string): readonly PortRange[] | undefined {
  if (values === null || values.length === 0) return values === null ? undefined : [];
  const ranges = values.flatMap((value) => readPort(value) ?? []);
  const [only] = ranges;
  if (ranges.length !== values.length || only === undefined) return undefined;
  if (op === '==' || op === '!=' || op === 'in') return ranges;
  if (ranges.length > 1 || only.first !== only.last) return undefined;
  const bounds = ORDERED.get(op)?.(only.first);
  return bounds && bounds.first <= bounds.last ? [bounds] : undefined;
}

const ORDERED: ReadonlyMap<string, (port: number) => PortRange> = new Map([
  ['<', (port) => ({ first: 0, last: port - 1 })],
  ['<=', (port) => ({ first: 0, last: port })],
  ['>', (port) => ({ first: port + 1, last: 65_535 })],
  ['>=', (port) => ({ first: port, last: 65_535 })],
]);

function readPort(value: unknown): PortRange | undefined {
  if (value === '*') return { first: 0, last: 65_535 };
  if (!isObject(value)) return portRange(value);
  const { range } = value;
  return Array.isArray(range) && range.length === 2 ? portRange(range[0], range[1]) : undefined;
}
