/** Microseconds of the system's monotonic clock as an unsigned 32-bit number, the same in all threads; it begins again at 0 every 71 minutes. */
export function monotonicUs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return (seconds * 1_000_000 + Math.floor(nanoseconds / 1000)) >>> 0;
}

/** Microseconds from one `monotonicUs` to a later one, right also where the clock began again in between. */
export function elapsedUs(from: number, to: number): number {
  return (to - from) >>> 0;
}

/** Whole milliseconds on the same clock, since the system started. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + Math.floor(nanoseconds / 1_000_000);
}
