import type { PortRange } from './firewall.ts';

/** Every port that can be asked. */
export const ALL_PORTS: readonly PortRange[] = [{ first: 0, last: 65_535 }];

/** Ascending ranges that neither overlap nor touch. */
export function mergePorts(ranges: Iterable<PortRange>): readonly PortRange[] {
  const merged: PortRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const previous = merged.at(-1);
    if (previous === undefined || previous.last + 1 < range.first) merged.push(range);
    else if (previous.last < range.last) merged[merged.length - 1] = { first: previous.first, last: range.last };
  }
  return merged;
}

/** The ports in both of two merged lists. */
export function intersectPorts(a: readonly PortRange[], b: readonly PortRange[]): readonly PortRange[] {
  if (a === ALL_PORTS) return b;
  if (b === ALL_PORTS) return a;
  const common: PortRange[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [one, other] = [a[i], b[j]];
    if (one === undefined || other === undefined) break;
    const [first, last] = [Math.max(one.first, other.first), Math.min(one.last, other.last)];
    if (first <= last) common.push({ first, last });
    if (one.last < other.last) i++;
    else j++;
  }
  return common;
}

/** All other ports than those of a merged list. */
export function complementPorts(ranges: readonly PortRange[]): readonly PortRange[] {
  const others: PortRange[] = [];
  let next = 0;
  for (const { first, last } of ranges) {
    if (next < first) others.push({ first: next, last: first - 1 });
    next = last + 1;
  }
  if (next <= 65_535) others.push({ first: next, last: 65_535 });
  return others;
}

/** Whether a merged list holds a port. */
export function holdsPort(ranges: readonly PortRange[], port: number): boolean {
  let [from, to] = [0, ranges.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ranges[middle]?.last ?? 65_535) < port) from = middle + 1;
    else to = middle;
  }
  return (ranges[from]?.first ?? 65_536) <= port;
}

/** A range of ports as numbers or texts give it; undefined where they are no ports or stand the wrong way round. */
export function portRange(first: unknown, last: unknown = first): PortRange | undefined {
  const [from, to] = [portNumber(first), portNumber(last)];
  return from === undefined || to === undefined || from > to ? undefined : { first: from, last: to };
}

function portNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 65_535 ? number : undefined;
}
