import { monotonicMs } from '../net/monotonic-us.ts';

/**
 * The time of one start or resume. Reads the wall clock once and counts on from there by the monotonic one, so that times only ever grow, whatever is
 * done to the wall clock meanwhile (NTP, a virtual machine that wakes, an operator).
 */
export class SessionClock {
  /** When the session began: RFC 3339, UTC, milliseconds. */
  readonly startedAt: string;
  /** The same by `monotonicMs`. */
  readonly startedMs = monotonicMs();

  constructor(startedAt: Date = new Date()) {
    this.startedAt = startedAt.toISOString();
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return this.after(monotonicMs() - this.startedMs);
  }

  /** So many milliseconds after the session began, in milliseconds since 1970. */
  after(ms: number): number {
    return Date.parse(this.startedAt) + ms;
  }
}
