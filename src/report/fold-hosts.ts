import { equalRows } from '../model/equal-rows.ts';
import { NO_RESULT } from '../model/result-code.ts';
import type { HostCounts, HostRanges } from './host-ranges.ts';
import { KIND_OF_CODE, KINDS } from './result-kinds.ts';

const OPEN = KINDS.indexOf('open');
const CLOSED = KINDS.indexOf('closed');
const UNREACHABLE = KINDS.indexOf('unreachable');
const SILENT = KINDS.indexOf('silent');
const ERROR = KINDS.indexOf('error');

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
    for (let kind = 0; kind < KINDS.length; kind++) total[kind] = (total[kind] ?? 0) + (run[kind] ?? 0) * runHosts;
    // Of these hosts nothing is known.
    if (run[KINDS.length] !== portsPerHost) {
      const counts = hostCounts(run);
      ranges.add({ firstHost: firstHost + runFirst, lastHost: firstHost + runLast, hosts: runHosts, counts });
    }
    runHosts = 0;
  }

  const row = createKindCounts();
  for (let host = 0; host < hosts;) {
    const entry = nextListed.done === true ? hosts : nextListed.value - firstHost;
    if (entry === host) {
      nextListed = entries.next();
      host++;
      continue;
    }
    const start = host * portsPerHost;
    const alike = equalRows({ codes, rowLength: portsPerHost, end: entry * portsPerHost }, start);
    countKinds(start);
    if (runHosts > 0 && !equal(row, run)) endRun();
    if (runHosts === 0) {
      run.set(row);
      runFirst = host;
    }
    host += alike;
    runLast = host - 1;
    runHosts += alike;
  }
  endRun();
  return total;

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

/** Read one by one: taking an array apart costs a hundred times as much, and there may be millions of hosts that differ. */
function hostCounts(counts: KindCounts): HostCounts {
  const silent = counts[SILENT] ?? 0;
  return {
    open: counts[OPEN] ?? 0,
    closed: counts[CLOSED] ?? 0,
    filtered: (counts[UNREACHABLE] ?? 0) + silent,
    error: counts[ERROR] ?? 0,
    silent,
  };
}
