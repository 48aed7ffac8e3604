import { equalRows } from '../model/equal-rows.ts';
import { REASONS } from '../model/observation.ts';
import type { HostSegment, Plan } from '../model/plan.ts';
import { NO_RESULT } from '../model/result-code.ts';
import type { HostIdentity } from '../model/target.ts';

/** Endpoints with equal port, result, names and labels, which rules cannot tell apart. */
export interface EndpointKind {
  readonly identity: HostIdentity;
  /** Index, code and attempts of the first one that was counted. */
  readonly like: { readonly index: number; readonly code: number; readonly attempts: number };
  readonly endpoints: number;
}

/** Counts endpoints by kind. */
export interface EndpointKinds {
  /** Takes whole hosts from index `first` on; `NO_RESULT` is not counted. `attempts` is called only for what comes for the first time. */
  count(first: number, codes: Uint8Array, attempts: () => Uint8Array): void;
  /** Kinds so far, by names and labels as they come in the plan. */
  all(): Iterable<EndpointKind>;
}

const CODES = Object.keys(REASONS).length + 1;

type Kind = { -readonly [Key in keyof EndpointKind]: EndpointKind[Key] };

export function createEndpointKinds({ segments, ports }: Plan): EndpointKinds {
  /** By names and labels, then by port and code. */
  const kinds = new Map<string, Map<number, Kind>>();
  const keys = new Map<HostSegment, string>();
  // How often each port and code comes in one segment, and where first; only what was touched is read and cleared again.
  const counts = new Uint32Array(ports.length * CODES);
  const likes = new Uint32Array(ports.length * CODES);
  const touched: number[] = [];

  function countSegment(codes: Uint8Array, from: number, end: number): void {
    const rows = { codes, rowLength: ports.length, end };
    for (let row = from; row < end;) {
      const alike = equalRows(rows, row);
      for (let place = 0; place < ports.length; place++) {
        const code = codes[row + place] ?? NO_RESULT;
        if (code === NO_RESULT) continue;
        const kind = place * CODES + code;
        const count = counts[kind] ?? 0;
        if (count === 0) {
          touched.push(kind);
          likes[kind] = row + place;
        }
        counts[kind] = count + alike;
      }
      row += alike * ports.length;
    }
  }

  function kindsOf(segment: HostSegment): Map<number, Kind> {
    const key = keys.get(segment) ?? JSON.stringify(segment.identity);
    keys.set(segment, key);
    const known = kinds.get(key);
    if (known !== undefined) return known;
    const fresh = new Map<number, Kind>();
    kinds.set(key, fresh);
    return fresh;
  }

  return {
    count(first, codes, attempts) {
      let probes: Uint8Array | undefined;
      const firstHost = first / ports.length;
      const endHost = firstHost + codes.length / ports.length;
      for (let at = segmentAt(segments, firstHost); at < segments.length; at++) {
        const segment = segments[at];
        if (segment === undefined || segment.firstHost >= endHost) break;
        const from = Math.max(segment.firstHost, firstHost) * ports.length - first;
        const end = Math.min(segment.firstHost + segment.hosts, endHost) * ports.length - first;
        countSegment(codes, from, end);
        if (touched.length === 0) continue;
        const found = kindsOf(segment);
        for (const kind of touched) {
          const known = found.get(kind);
          const endpoints = counts[kind] ?? 0;
          counts[kind] = 0;
          if (known !== undefined) {
            known.endpoints += endpoints;
            continue;
          }
          probes ??= attempts();
          const offset = likes[kind] ?? 0;
          const like = { index: first + offset, code: kind % CODES, attempts: probes[offset] ?? 0 };
          found.set(kind, { identity: segment.identity, like, endpoints });
        }
        touched.length = 0;
      }
    },
    *all() {
      for (const found of kinds.values()) yield* found.values();
    },
  };
}

/** The number of the segment that holds a host. */
function segmentAt(segments: readonly HostSegment[], host: number): number {
  let low = 0;
  for (let high = segments.length; low < high;) {
    const middle = (low + high) >>> 1;
    const { firstHost = 0, hosts = 0 } = segments[middle] ?? {};
    if (firstHost + hosts <= host) low = middle + 1;
    else high = middle;
  }
  return low;
}
