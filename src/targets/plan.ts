import type { AddressRange, AddressValue } from '../model/address.ts';
import { formatAddress, parseAddress, rangeSize } from '../model/address.ts';
import { UsageError } from '../model/errors.ts';
import type { Transport } from '../model/observation.ts';
import type { HostSegment, Plan } from '../model/plan.ts';
import type { HostIdentity } from '../model/target.ts';
import { hostSegments } from './host-segments.ts';
import type { IdentityIndex } from './identity-index.ts';
import type { RangeSet } from '../model/range-set.ts';

interface Segment {
  readonly range: AddressRange;
  /** The number of its first host. */
  readonly start: number;
}

/** What a plan is made from: the addresses, the ports (ascending, without repetition), and what is known of an address. */
export interface PlanParts {
  readonly ranges: RangeSet;
  readonly ports: readonly number[];
  readonly identities: IdentityIndex;
  readonly transport?: Transport;
}

/**
 * A plan that keeps only its ranges and ports; everything else is computed when asked for, in time logarithmic in the ranges.
 * @throws UsageError for more than 2^53 - 1 endpoints
 */
export function createPlan({ ranges, ports, identities, transport = 'tcp' }: PlanParts): Plan {
  const segments: Segment[] = [];
  let count = 0n;
  for (const range of ranges) {
    segments.push({ range, start: Number(count) });
    count += rangeSize(range);
  }
  if (count * BigInt(ports.length) > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new UsageError('more endpoints than can be numbered', { hint: 'ask for fewer addresses or ports' });
  }
  const hosts = Number(count);
  const size = hosts * ports.length;
  const portIndices = new Map(ports.map((port, index) => [port, index]));
  const hostAt = (host: number): string => addressOf(checked(host, hosts), segments);
  // Whoever holds an observation asks several things about its address in a row.
  let last = { address: '', parsed: parseAddress(''), host: -1 };
  const lookUp = (address: string): typeof last => {
    if (address === last.address) return last;
    const parsed = parseAddress(address);
    last = { address, parsed, host: parsed === undefined ? -1 : numberOf(parsed, segments) };
    return last;
  };
  const hostIndexOf = (address: string): number => lookUp(address).host;
  let hostSegmentList: readonly HostSegment[] | undefined;
  return {
    transport,
    size,
    hosts,
    ports,
    ranges,
    get segments() {
      return (hostSegmentList ??= hostSegments(ranges, identities));
    },
    hostAt,
    hostIndexOf,
    at(index) {
      checked(index, size);
      const port = ports[index % ports.length];
      if (port === undefined) throw new RangeError(`no port for index ${index}`);
      return { address: hostAt(Math.floor(index / ports.length)), port, transport };
    },
    indexOf(address, port) {
      const host = hostIndexOf(address);
      const portIndex = portIndices.get(port);
      return host < 0 || portIndex === undefined ? -1 : host * ports.length + portIndex;
    },
    identityOf(address) {
      const { parsed, host } = lookUp(address);
      return parsed !== undefined && host >= 0 ? identities.of(parsed) : NOBODY;
    },
  };
}

const NOBODY: HostIdentity = { names: [], labels: {} };

function checked(index: number, size: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= size)
    throw new RangeError(`index ${index} outside 0 to ${size - 1}`);
  return index;
}

function addressOf(host: number, segments: readonly Segment[]): string {
  const segment = lastWhere(segments, ({ start }) => start <= host);
  if (segment === undefined) throw new RangeError(`no host ${host}`);
  return formatAddress(segment.range.family, segment.range.first + BigInt(host - segment.start));
}

function numberOf(address: AddressValue, segments: readonly Segment[]): number {
  const { family, value } = address;
  const segment = lastWhere(
    segments,
    ({ range }) => range.family < family || (range.family === family && range.first <= value),
  );
  if (segment?.range.family !== family || value > segment.range.last) return -1;
  return segment.start + Number(value - segment.range.first);
}

/** The last of the sorted segments for which a test still holds, by binary search. */
function lastWhere(segments: readonly Segment[], holds: (segment: Segment) => boolean): Segment | undefined {
  let found: Segment | undefined;
  for (let low = 0, high = segments.length - 1; low <= high;) {
    const middle = (low + high) >>> 1;
    const segment = segments[middle];
    if (segment !== undefined && holds(segment)) {
      found = segment;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return found;
}
