import { performance } from 'node:perf_hooks';
import type { AddressRange } from '../model/address.ts';
import type { Plan } from '../model/plan.ts';
import type { ShardCut } from '../model/shard-cut.ts';
import type { ShardOutcome } from '../model/shard.ts';
import { sliceRanges } from '../model/slice-ranges.ts';
import type { EngineKind } from './choose-engine.ts';
import { joinOutcomes } from './join-outcomes.ts';
import { CONTROL, FULL_PACE } from './lane-protocol.ts';
import type { LaneJob, LaneSettings } from './lane-protocol.ts';
import type { LaneWorker, TakeAnswers } from './lane-worker.ts';
import { startLane } from './lane-worker.ts';
import type { SweepGauges } from './sweep-gauges.ts';

/** What a shard's endpoints are known to be from before, by their offset in the shard. */
export interface KnownShard {
  readonly codes: Uint8Array;
  readonly attempts: Uint8Array;
}

export interface SweepOptions {
  readonly plan: Plan;
  readonly shards: ShardCut;
  readonly engine: EngineKind;
  /** Threads that probe, at least 1. */
  readonly lanes: number;
  readonly seed: string;
  /** What the gate lets through, and what it keeps out of that. */
  readonly allowed: readonly AddressRange[];
  readonly excluded: readonly AddressRange[];
  /** Probes per second in all and to one host, null for no limit. */
  readonly rate: number | null;
  readonly hostRate: number | null;
  /** Most probes in flight. */
  readonly concurrency: number;
  /** Most probes that a silent endpoint gets, at least 1. */
  readonly attempts: number;
  readonly timeoutMs: number;
  /** When the session started, by `monotonicMs`. */
  readonly startedMs: number;
  /** Shards that an earlier session finished. */
  readonly isFinished: (shard: number) => boolean;
  /** What an earlier session knew of a shard that it did not finish. */
  readonly known: (shard: number) => KnownShard | null;
  /** Takes answers as they come. */
  readonly answers: TakeAnswers;
  /** Takes each shard when all its endpoints have their result; the next begins when the promise resolves. */
  readonly finished: (outcome: ShardOutcome) => Promise<void>;
  /** While true nothing new is sent: whoever takes the answers cannot keep up. */
  readonly congested: () => boolean;
  /** What the user asks for while it runs: 1 for the rate as given, 0.5 for half of it. */
  readonly pace: () => { readonly factor: number; readonly paused: boolean };
  readonly signal: AbortSignal;
}

/** How often the threads are told what pace to take, in milliseconds. */
const STEER_MS = 20;

/**
 * Asks every endpoint of the plan, shard by shard, in threads of their own. Resolves when all shards are finished, or when the signal aborts: then the
 * shard in hand is not. Memory depends on the shard and on what is in flight, not on the plan.
 * @throws what an engine or a thread failed with
 */
export async function sweep(options: SweepOptions, gauges: SweepGauges): Promise<void> {
  const { signal } = options;
  if (signal.aborted) return;
  const control = new Int32Array(new SharedArrayBuffer(CONTROL.words * Int32Array.BYTES_PER_ELEMENT));
  const stop = (): void => void Atomics.store(control, CONTROL.stop, 1);
  const steer = (): void => {
    const { factor, paused } = options.pace();
    Atomics.store(control, CONTROL.pace, Math.round(factor * FULL_PACE));
    Atomics.store(control, CONTROL.pause, paused || options.congested() ? 1 : 0);
  };
  steer();
  const steering = setInterval(steer, STEER_MS);
  signal.addEventListener('abort', stop, { once: true });
  const workers: LaneWorker[] = [];
  try {
    for (let lane = 0; lane < options.lanes; lane++) {
      workers.push(await startLane(laneSettings(options, control, gauges.add()), options.answers));
    }
    for (let shard = 0; shard < options.shards.count && !signal.aborted; shard++) {
      if (!options.isFinished(shard)) await sweepShard(options, { shard, workers, gauges });
    }
  } finally {
    stop();
    clearInterval(steering);
    signal.removeEventListener('abort', stop);
    await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()));
  }
}

/** A lane's share of the limits. */
function laneSettings(options: SweepOptions, control: Int32Array, gauges: Float64Array): LaneSettings {
  const { engine, lanes, seed, allowed, excluded, plan, rate, hostRate, attempts, timeoutMs, startedMs } = options;
  return {
    engine,
    allowed,
    excluded,
    ports: plan.ports,
    seed,
    rate: rate === null ? null : rate / lanes,
    // A host belongs to one lane only.
    hostRate,
    concurrency: Math.max(1, Math.floor(options.concurrency / lanes)),
    attempts,
    timeoutMs,
    startedMs,
    control,
    gauges,
  };
}

interface ShardWork {
  readonly shard: number;
  readonly workers: readonly LaneWorker[];
  readonly gauges: SweepGauges;
}

async function sweepShard(options: SweepOptions, { shard, workers, gauges }: ShardWork): Promise<void> {
  const before = { sent: gauges.sent, retriedLocally: gauges.retriedLocally, kernelDrops: gauges.kernelDrops };
  const startedAt = performance.now();
  const jobs = cutShard(options, shard);
  const outcomes = await Promise.all(
    workers.flatMap((worker, lane) => (jobs[lane] === undefined ? [] : [worker.ask(jobs[lane])])),
  );
  const whole = outcomes.filter((outcome) => outcome !== null);
  if (whole.length < jobs.length) return;
  await options.finished({
    shard,
    first: options.shards.firstOf(shard),
    size: options.shards.sizeOf(shard),
    ...joinOutcomes(whole),
    probesSent: gauges.sent - before.sent,
    retriedLocally: gauges.retriedLocally - before.retriedLocally,
    kernelDrops: gauges.kernelDrops - before.kernelDrops,
    seconds: Math.round(performance.now() - startedAt) / 1000,
  });
}

/** Whole hosts for each lane, in equal parts; fewer jobs than lanes where there are fewer hosts. */
function cutShard({ plan, shards, lanes, known }: SweepOptions, shard: number): readonly LaneJob[] {
  const portsPerHost = plan.ports.length;
  const firstHost = shards.firstOf(shard) / portsPerHost;
  const hosts = shards.sizeOf(shard) / portsPerHost;
  const before = known(shard);
  const parts = Math.min(lanes, hosts);
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((hosts * part) / parts);
    const count = Math.floor((hosts * (part + 1)) / parts) - from;
    const [start, end] = [from * portsPerHost, (from + count) * portsPerHost];
    return {
      ranges: sliceRanges(plan.ranges, BigInt(firstHost + from), BigInt(count)),
      first: (firstHost + from) * portsPerHost,
      size: count * portsPerHost,
      known: before && { codes: before.codes.slice(start, end), attempts: before.attempts.slice(start, end) },
      // Fewer than one in the whole sweep.
      tolerated: (count * portsPerHost) / plan.size,
    };
  });
}
