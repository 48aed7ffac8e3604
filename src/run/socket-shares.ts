import { availableParallelism } from 'node:os';
import { descriptorRoom, portRoom } from '../net/socket-room.ts';
import type { EngineKind } from '../sweep/choose-engine.ts';

/** Who opens sockets in a run, at the same time; each may have so many open. */
export interface SocketShares {
  /** Threads that probe. */
  readonly lanes: number;
  /** Connections of the sweep, of all lanes together. */
  readonly sweep: number;
  readonly identify: number;
  readonly canary: number;
}

export interface SocketWishes {
  readonly engine: EngineKind;
  /** Endpoints of the plan. */
  readonly endpoints: number;
  /** Probes a second, null for no limit. */
  readonly rate: number | null;
  readonly sweep: number;
  readonly identify: number;
}

/** One thread is enough below these; the syn engine has its own second one. */
const SLOW_RATE = 20_000;
const SMALL_PLAN = 16_384;
const MOST_LANES = 4;
/** Canaries at once, where there is room. */
const MOST_CANARIES = 256;

/** Descriptors that a thread takes, its event loop's and the engine's own, with one for a question about a route. */
const PER_LANE = 8;
/** And those of files, name resolution and what a child process needs. */
const OTHERS = 12;

/**
 * Shares the descriptors and ephemeral ports that this process may still have among those who open sockets. Each gets at least one, so that a run gets
 * on, however slowly, under any limit that it starts under.
 */
export function shareSockets(wishes: SocketWishes): SocketShares {
  return dealSockets(wishes, { lanes: availableParallelism(), descriptors: descriptorRoom(), ports: portRoom() });
}

/** What the machine has. */
export interface SocketRoom {
  /** Threads that can run at once. */
  readonly lanes: number;
  readonly descriptors: number;
  readonly ports: number;
}

/** As `shareSockets`, for a machine that has this. */
export function dealSockets(wishes: SocketWishes, room: SocketRoom): SocketShares {
  const wanted = Math.min(countLanes(wishes), room.lanes, MOST_LANES);
  // A thread more is worth nothing where it leaves no sockets to use it for.
  const lanes = Math.max(1, Math.min(wanted, Math.floor((room.descriptors - OTHERS) / (4 * PER_LANE))));
  const sockets = Math.max(1, Math.min(room.descriptors - OTHERS - lanes * PER_LANE, room.ports));
  const canary = atLeastOne(Math.min(MOST_CANARIES, sockets / 8));
  const identify = atLeastOne(Math.min(wishes.identify, sockets / 4));
  const sweep = Math.max(lanes, Math.min(wishes.sweep, sockets - canary - identify));
  return { lanes, sweep, identify, canary };
}

function countLanes({ engine, endpoints, rate }: SocketWishes): number {
  if (engine === 'syn' || endpoints < SMALL_PLAN) return 1;
  return rate !== null && rate <= SLOW_RATE ? 1 : MOST_LANES;
}

function atLeastOne(share: number): number {
  return Math.max(1, Math.floor(share));
}
