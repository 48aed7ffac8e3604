import { performance } from 'node:perf_hooks';

/** What `performance.now()` of this thread, which starts at 0 with the thread, lacks to the clock that all threads share. */
const [SECONDS, NANOSECONDS] = process.hrtime();
const OFFSET_US = SECONDS * 1e6 + NANOSECONDS / 1000 - performance.now() * 1000;

/**
 * Microseconds on a monotonic clock (CLOCK_MONOTONIC) that all threads of this process share, as an unsigned 32-bit number that wraps after 71 minutes:
 * take differences by `(later - earlier) >>> 0`.
 */
export function monotonicUs(): number {
  return ((performance.now() * 1000 + OFFSET_US) % 2 ** 32) >>> 0;
}

/** Whole milliseconds on the same clock, since the system started. */
export function monotonicMs(): number {
  return Math.floor(performance.now() + OFFSET_US / 1000);
}
