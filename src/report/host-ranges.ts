import { formatAddress, rangeSize } from '../model/address.ts';
import type { IndexSet } from '../model/index-set.ts';
import type { Plan } from '../model/plan.ts';
import type { HostRange } from '../model/report.ts';

/** Endpoints of one host by what was seen; silent ones are part of the filtered ones. */
export interface HostCounts {
  readonly open: number;
  readonly closed: number;
  readonly filtered: number;
  readonly error: number;
  readonly silent: number;
}

/** Folds hosts that have no entry of their own into ranges of neighbours with equal counts. */
export interface HostRanges {
  /** Takes hosts that no other run holds, in any order of runs. */
  add(run: HostRun): void;
  result(): { readonly hostRanges: readonly HostRange[]; readonly hostRangesOmitted: number };
}

/** Hosts with equal counts by their numbers in the plan. */
export interface HostRun {
  readonly firstHost: number;
  readonly lastHost: number;
  /** Those without an entry of their own. */
  readonly hosts: number;
  readonly counts: HostCounts;
}

/** Ranges beyond these tell little, and a network of hosts that all differ would make a report of gigabytes. */
const RANGE_LIMIT = 10_000;

/** @param listed hosts that have an entry of their own: ranges reach across them */
export function createHostRanges(plan: Plan, listed: IndexSet): HostRanges {
  let runs: HostRun[] = [];
  let hostsOmitted = 0;
  /** Nothing that begins here or later is kept. */
  let end = Number.POSITIVE_INFINITY;

  /** Sorts, folds and keeps the lowest. */
  function fold(): void {
    const folded: HostRun[] = [];
    for (const run of runs.toSorted((a, b) => a.firstHost - b.firstHost)) {
      const before = folded.at(-1);
      if (before !== undefined && continues(before, run)) {
        folded[folded.length - 1] = { ...before, lastHost: run.lastHost, hosts: before.hosts + run.hosts };
      } else {
        folded.push(run);
      }
    }
    for (const { hosts } of folded.slice(RANGE_LIMIT)) hostsOmitted += hosts;
    end = folded[RANGE_LIMIT]?.firstHost ?? end;
    runs = folded.slice(0, RANGE_LIMIT);
  }

  function continues(before: HostRun, run: HostRun): boolean {
    if (!sameCounts(before.counts, run.counts)) return false;
    const between = run.firstHost - before.lastHost - 1;
    return between === 0 || countWithin(listed, before.lastHost + 1, run.firstHost) === between;
  }

  return {
    add(run) {
      if (run.firstHost >= end) {
        hostsOmitted += run.hosts;
        return;
      }
      runs.push(run);
      if (runs.length >= RANGE_LIMIT * 2) fold();
    },
    result() {
      fold();
      const parts = partsOf(plan);
      const hostRanges = runs.flatMap((run) => inAddresses(parts, run, listed));
      const omitted = hostRanges.slice(RANGE_LIMIT).reduce((sum, { hosts }) => sum + hosts, hostsOmitted);
      return { hostRanges: hostRanges.slice(0, RANGE_LIMIT), hostRangesOmitted: omitted };
    },
  };
}

function sameCounts(a: HostCounts, b: HostCounts): boolean {
  return (
    a.open === b.open &&
    a.closed === b.closed &&
    a.filtered === b.filtered &&
    a.error === b.error &&
    a.silent === b.silent
  );
}

function countWithin(set: IndexSet, first: number, end: number): number {
  let count = 0;
  for (const _ of set.within(first, end)) count++;
  return count;
}

/** Neighbours in the plan need not be neighbours among the addresses. */
function inAddresses(parts: readonly PlanPart[], run: HostRun, listed: IndexSet): readonly HostRange[] {
  const { silent, ...counts } = run.counts;
  const found: HostRange[] = [];
  for (let at = partOf(parts, run.firstHost); at < parts.length; at++) {
    const part = parts[at];
    if (part === undefined || part.firstHost > run.lastHost) break;
    const from = Math.max(run.firstHost, part.firstHost);
    const end = Math.min(run.lastHost + 1, part.endHost);
    const hosts = end - from - countWithin(listed, from, end);
    if (hosts > 0) found.push({ first: part.addressOf(from), last: part.addressOf(end - 1), hosts, counts, silent });
  }
  return found;
}

/** One range of a plan with the numbers of its hosts. */
interface PlanPart {
  readonly firstHost: number;
  readonly endHost: number;
  readonly addressOf: (host: number) => string;
}

function partsOf({ ranges }: Plan): readonly PlanPart[] {
  let endHost = 0;
  return ranges.map((range) => {
    const firstHost = endHost;
    endHost += Number(rangeSize(range));
    const addressOf = (host: number): string => formatAddress(range.family, range.first + BigInt(host - firstHost));
    return { firstHost, endHost, addressOf };
  });
}

function partOf(parts: readonly PlanPart[], host: number): number {
  let low = 0;
  for (let high = parts.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.endHost ?? 0) <= host) low = middle + 1;
    else high = middle;
  }
  return low;
}
