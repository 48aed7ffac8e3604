import { readFileSync } from 'node:fs';
import { elapsedUs, monotonicUs } from './monotonic-us.ts';

/** How long what was read counts: it is asked about for every packet that the firewall refuses. */
const FRESH_US = 100_000;
/** Room goes in and out by the thousand, so a full table is rarely seen exactly full. */
const FULL = 0.95;

const FOLDER = '/proc/sys/net/netfilter';

/**
 * Whether this machine's table of connections is full. A stateful firewall keeps each probe there for two minutes when nobody answers, and drops what it has
 * no room for with the same EPERM as what it forbids; only this one passes.
 */
export class ConnectionTable {
  #readAtUs = (monotonicUs() - FRESH_US) >>> 0;
  #isFull = false;

  get isFull(): boolean {
    const now = monotonicUs();
    if (elapsedUs(this.#readAtUs, now) < FRESH_US) return this.#isFull;
    this.#readAtUs = now;
    this.#isFull = isFullBy(readNumber('nf_conntrack_count'), readNumber('nf_conntrack_max'));
    return this.#isFull;
  }
}

/** By Linux's numbers (nf_conntrack-sysctl): entries in use and most entries; 0 most where there is no limit or no table. */
export function isFullBy(count: number, most: number): boolean {
  return most > 0 && count >= most * FULL;
}

/** 0 where connections are not tracked. */
function readNumber(name: string): number {
  try {
    return Number(readFileSync(`${FOLDER}/${name}`, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0;
    throw error;
  }
}
