import { performance } from 'node:perf_hooks';
import type { AuditEvent } from '../model/events.ts';
import type { PaceControl } from '../model/pace-control.ts';
import type { Control, SweepRequest } from '../model/request.ts';
import type { ControlRecord, RunCounters } from '../model/run.ts';
import { createShardCut } from '../model/shard-cut.ts';
import type { Gate } from '../net/gate.ts';
import type { EngineKind } from '../sweep/choose-engine.ts';
import { SweepGauges } from '../sweep/sweep-gauges.ts';
import { sweep } from '../sweep/sweep.ts';
import type { LoadedTargets } from '../targets/load-targets.ts';
import type { Collector } from './collector.ts';
import { distrustSilence, failingControls } from './controls.ts';
import type { EventChannel } from './event-channel.ts';
import { startProgress } from './progress.ts';
import type { ResumeState } from './resume-state.ts';
import type { SessionClock } from './session-clock.ts';
import type { SocketShares } from './socket-shares.ts';
import { SweepTotals } from './sweep-totals.ts';

export interface SweepRunOptions {
  readonly request: SweepRequest;
  readonly seed: string;
  readonly engine: EngineKind;
  readonly shares: SocketShares;
  readonly clock: SessionClock;
  readonly loaded: LoadedTargets;
  readonly gate: Gate;
  readonly collector: Collector;
  readonly events: EventChannel<AuditEvent>;
  readonly control: PaceControl;
  readonly signal: AbortSignal;
  /** See `SweepOptions`. */
  readonly started: () => void;
  /** What earlier sessions of the run found. */
  readonly known?: ResumeState | undefined;
}

export interface SweepRunResult {
  readonly counters: RunCounters;
  /** Every control, and whether it was open each time that it was asked. */
  readonly controls: readonly ControlRecord[];
}

/** Sweeps a plan into a collector, or what is left of it, and gives what it took. */
export async function sweepRun(options: SweepRunOptions): Promise<SweepRunResult> {
  const { request, loaded, collector, events, known } = options;
  const { plan } = loaded;
  const gauges = new SweepGauges();
  const totals = new SweepTotals(known);
  const startedAt = performance.now();
  const shards = createShardCut(plan.hosts, plan.ports.length);
  const before = [...(known?.finishedShards ?? [])].reduce((sum, shard) => sum + shards.sizeOf(shard), 0);
  const passes = Math.min(2, request.attempts);
  using _progress = startProgress({ plan, gauges, before, passes, collector, events, control: options.control });
  const failed = new Set(await warnOfControls(options));
  await sweep(
    {
      plan,
      shards,
      engine: options.engine,
      lanes: options.shares.lanes,
      seed: options.seed,
      allowed: loaded.allowed,
      excluded: loaded.excluded,
      rate: request.rate,
      hostRate: request.hostRate,
      concurrency: options.shares.sweep,
      attempts: request.attempts,
      timeoutMs: request.timeoutMs,
      startedMs: options.clock.startedMs,
      isFinished: (shard) => known?.finishedShards.has(shard) ?? false,
      known: (shard) => known?.unfinished.get(shard) ?? null,
      started: options.started,
      answers: (first, records) => collector.answers(first, records),
      finished: async (outcome) => {
        const failing = await askControls(options);
        for (const control of failing) failed.add(control);
        const heard = failing.length === 0 ? outcome : { ...outcome, codes: distrustSilence(outcome.codes) };
        await collector.shard(heard);
        totals.add(heard);
      },
      congested: () => collector.congested,
      pace: () => options.control.pace,
      signal: options.signal,
    },
    gauges,
  );
  const controls = request.controls.map((control) => ({
    address: control.address,
    port: control.port,
    open: !failed.has(control),
  }));
  return {
    counters: totals.counters(gauges, request.rate, Math.round(performance.now() - startedAt) / 1000),
    controls,
  };
}

/** Controls are asked before the sweep, so that the user knows at once, and after each shard. */
async function warnOfControls(options: SweepRunOptions): Promise<readonly Control[]> {
  const failing = await askControls(options);
  for (const control of failing) {
    const message = `control ${control.text} is not open from here: silence proves nothing, so silent ports will not count as filtered`;
    options.events.send({ type: 'warning', message });
  }
  return failing;
}

function askControls({ gate, request }: SweepRunOptions): Promise<readonly Control[]> {
  return failingControls(gate, request.controls, request.timeoutMs);
}
