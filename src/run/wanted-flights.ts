import type { SweepRequest } from '../model/request.ts';
import type { EngineKind } from '../sweep/choose-engine.ts';

/** So many are worth having in flight with each engine: with `node:net` each takes some ten kilobytes; the kernel has few ephemeral ports more. */
const MOST_FLIGHTS = { syn: Number.POSITIVE_INFINITY, epoll: 28_000, node: 7500 } as const;
const FEWEST_FLIGHTS = 100;

/**
 * How many probes are to be in flight at once: what the user says, or else rate times timeout, which is how many are under way when nothing answers;
 * fewer would slow the sweep down.
 */
export function wantedFlights(
  { concurrency, rate, timeoutMs }: Pick<SweepRequest, 'concurrency' | 'rate' | 'timeoutMs'>,
  engine: EngineKind = 'epoll',
): number {
  if (concurrency !== null) return concurrency;
  const underWay = rate === null ? Number.POSITIVE_INFINITY : Math.ceil((rate * timeoutMs) / 1000);
  return Math.max(FEWEST_FLIGHTS, Math.min(underWay, MOST_FLIGHTS[engine]));
}
