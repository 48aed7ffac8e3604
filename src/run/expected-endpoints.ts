import type { Plan } from '../model/plan.ts';

/** The endpoints of a plan that a label declares open; asked for without building them. */
export interface ExpectedEndpoints {
  has(index: number): boolean;
  /** Ascending ones of `first <= index < end`. */
  within(first: number, end: number): Iterable<number>;
}

interface Declared {
  readonly first: number;
  readonly end: number;
  /** Places of the declared ports within a host, ascending. */
  readonly places: readonly number[];
}

export function expectedEndpoints({ segments, ports }: Plan): ExpectedEndpoints {
  const declared: Declared[] = [];
  for (const { firstHost, hosts, identity } of segments) {
    const open = new Set(identity.labels.expectOpen);
    const places = open.size === 0 ? [] : [...ports.keys()].filter((place) => open.has(ports[place] ?? 0));
    const first = firstHost * ports.length;
    if (places.length > 0) declared.push({ first, end: first + hosts * ports.length, places });
  }

  /** The number of the first segment that ends after an index. */
  function segmentAt(index: number): number {
    let low = 0;
    for (let high = declared.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((declared[middle]?.end ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    has(index) {
      if (declared.length === 0) return false;
      const segment = declared[segmentAt(index)];
      return segment !== undefined && segment.first <= index && segment.places.includes(index % ports.length);
    },
    *within(first, end) {
      for (let at = segmentAt(first); at < declared.length; at++) {
        const segment = declared[at];
        if (segment === undefined || segment.first >= end) return;
        const from = Math.max(segment.first, first - (first % ports.length));
        for (let host = from; host < Math.min(segment.end, end); host += ports.length) {
          for (const place of segment.places) if (host + place >= first && host + place < end) yield host + place;
        }
      }
    },
  };
}
