import { NO_RESULT } from '../model/result-code.ts';
import type { HostCounts, HostRanges } from './host-ranges.ts';
import { KIND_OF_CODE, KINDS } from './result-kinds.ts';

/** How many endpoints are of each kind, by place among `KINDS`, and of no result after them. */
export type KindCounts = Float64Array<ArrayBuffer>;

export function createKindCounts(): KindCounts {
  return new Float64Array(KINDS.length + 1);
}

/** The results of hosts that follow one another. */
export interface HostRows {
  readonly firstHost: number;
  readonly portsPerHost: number;
  readonly codes: Uint8Array;
  /** Hosts with an entry of their own, ascending; others are folded. */
  readonly listed: Iterable<number>;
}

/** Folds hosts without an entry of their own into ranges, and gives what all of these hosts add up to. */
export function foldHosts({ firstHost, portsPerHost, codes, listed }: HostRows, ranges: HostRanges): KindCounts {
  const hosts = codes.length / portsPerHost;
  const total = createKindCounts();
  const entries = listed[Symbol.iterator]();
  let nextListed = entries.next();
  const run = createKindCounts();
  let runFirst = -1;
  let runLast = -1;
  let runHosts = 0;

  function endRun(): void {
    if (runHosts === 0) return;
    for (const [kind, count] of run.entries()) total[kind] = (total[kind] ?? 0) + count * runHosts;
    // Of these hosts nothing is known.
    if (run[KINDS.length] !== portsPerHost) {
      const counts = hostCounts(run);
      ranges.add({ firstHost: firstHost + runFirst, lastHost: firstHost + runLast, hosts: runHosts, counts });
    }
    runHosts = 0;
  }

  const row = createKindCounts();
  for (let host = 0; host < hosts; host++) {
    if (nextListed.done !== true && nextListed.value === firstHost + host) {
      nextListed = entries.next();
      continue;
    }
    // Most hosts look like the one before, which is found out faster than what they look like.
    if (runHosts === 0 || !sameRow(host * portsPerHost, runLast * portsPerHost)) {
      countKinds(host * portsPerHost);
      if (runHosts > 0 && !equal(row, run)) endRun();
      if (runHosts === 0) {
        run.set(row);
        runFirst = host;
      }
    }
    runLast = host;
    runHosts++;
  }
  endRun();
  return total;

  function sameRow(a: number, b: number): boolean {
    for (let port = 0; port < portsPerHost; port++) if (codes[a + port] !== codes[b + port]) return false;
    return true;
  }

  function countKinds(start: number): void {
    row.fill(0);
    for (let at = start; at < start + portsPerHost; at++) {
      const kind = KIND_OF_CODE[codes[at] ?? NO_RESULT] ?? KINDS.length;
      row[kind] = (row[kind] ?? 0) + 1;
    }
  }
}

function equal(a: KindCounts, b: KindCounts): boolean {
  for (let kind = 0; kind < KINDS.length; kind++) if (a[kind] !== b[kind]) return false;
  return true;
}

function hostCounts(counts: KindCounts): HostCounts {
  const [open = 0, closed = 0, unreachable = 0, silent = 0, error = 0] = counts;
  return { open, closed, filtered: unreachable + silent, error, silent };
}
