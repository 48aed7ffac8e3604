import type { Plan } from '../model/plan.ts';

/** Hosts of which no port answered so far; they can be sent an echo request. */
export interface QuietHosts {
  /** Whether the plan is small enough to remember its hosts. */
  readonly remembers: boolean;
  /** An endpoint of the plan gave something other than silence. */
  heard(index: number): void;
  /** Addresses. Empty in plans too large to remember. */
  readonly addresses: readonly string[];
}

/** In plans of up to this many hosts it is remembered which of them answered. */
const MOST_REMEMBERED_HOSTS = 256;

export function createQuietHosts(plan: Plan): QuietHosts {
  const hosts = plan.hosts <= MOST_REMEMBERED_HOSTS ? plan.hosts : 0;
  const heard = new Uint8Array(hosts);
  return {
    remembers: hosts > 0,
    heard(index) {
      if (hosts > 0) heard[Math.floor(index / plan.ports.length)] = 1;
    },
    get addresses() {
      return Array.from(heard.keys())
        .filter((host) => heard[host] === 0)
        .map((host) => plan.hostAt(host));
    },
  };
}
