import { InternalError } from '../model/errors.ts';
import type { SilentHosts } from '../model/run.ts';

/** Runs of hosts with silent endpoints that have no observation of their own. */
export interface SilentRanges {
  readonly all: readonly SilentHosts[];
  readonly endpoints: number;
  /** `firstHost` is the number of the range's first host in the plan. */
  add(range: SilentHosts, firstHost: number): void;
  /** Silent ports of the n-th host of the plan, 0 outside every range. */
  portsOf(host: number): number;
}

export function createSilentRanges(): SilentRanges {
  const all: SilentHosts[] = [];
  const firstHosts: number[] = [];
  let endpoints = 0;
  let free = 0;

  return {
    all,
    get endpoints() {
      return endpoints;
    },
    add(range, firstHost) {
      if (firstHost < free) throw new InternalError(`silent hosts from ${range.first} come twice or out of order`);
      all.push(range);
      firstHosts.push(firstHost);
      free = firstHost + range.hosts;
      endpoints += range.hosts * range.silentPorts;
    },
    portsOf(host) {
      const at = lastNotAbove(firstHosts, host);
      const range = all[at];
      const first = firstHosts[at];
      return range === undefined || first === undefined || host >= first + range.hosts ? 0 : range.silentPorts;
    },
  };
}

/** Index of the last of ascending numbers that is at most `limit`, -1 when there is none. */
function lastNotAbove(ascending: readonly number[], limit: number): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] ?? 0) <= limit) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
