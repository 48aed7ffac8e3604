/** Longer lists of ports are no list of ports: all 65535 one by one take 382,000 characters. */
const LONGEST_LIST = 400_000;

/**
 * Reads nmap's `1,3-4,8080`, ascending, into pairs of first and last. Port 0, which nmap can scan, is left out. `undefined` for anything else.
 */
export function parsePortRanges(text: string): Uint16Array | undefined {
  if (text.length > LONGEST_LIST) return undefined;
  const pairs: number[] = [];
  let before = -1;
  for (const part of text === '' ? [] : text.split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (match === null || first <= before || first > last || last > 65_535) return undefined;
    if (last > 0) pairs.push(Math.max(first, 1), last);
    before = last;
  }
  return Uint16Array.from(pairs);
}

/** How many ports the ranges hold. */
export function countPorts(ranges: Uint16Array): number {
  let count = 0;
  for (let at = 0; at < ranges.length; at += 2) count += (ranges[at + 1] ?? 0) - (ranges[at] ?? 0) + 1;
  return count;
}

/** Whether the ranges hold a port. */
export function holdsPort(ranges: Uint16Array, port: number): boolean {
  let low = 0;
  for (let high = ranges.length / 2; low < high;) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle * 2 + 1] ?? 0) < port) low = middle + 1;
    else high = middle;
  }
  return (ranges[low * 2] ?? Infinity) <= port;
}

/** `22,80,8000-8010`. */
export function formatRanges(ranges: Uint16Array): string {
  const parts: string[] = [];
  for (let at = 0; at < ranges.length; at += 2) {
    const [first, last] = [ranges[at], ranges[at + 1]];
    parts.push(first === last ? String(first) : `${first}-${last}`);
  }
  return parts.join(',');
}
