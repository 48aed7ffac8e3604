/** An inclusive run of ports. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Reads the report's port lists, `22,80,8000-8010`, as `formatPorts` writes them. */
export function readPortRanges(text: string): readonly PortRange[] {
  if (text === '') return [];
  return text.split(',').map((part) => {
    const [first, last = first] = part.split('-');
    return { first: Number(first), last: Number(last) };
  });
}

export function countPorts(text: string): number {
  return readPortRanges(text).reduce((count, { first, last }) => count + last - first + 1, 0);
}

export function includesPort(text: string, port: number): boolean {
  return readPortRanges(text).some(({ first, last }) => first <= port && port <= last);
}

/** Every port of a list, ascending. */
export function* eachPort(text: string): Iterable<number> {
  for (const { first, last } of readPortRanges(text)) for (let port = first; port <= last; port++) yield port;
}
