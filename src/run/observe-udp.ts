import type { LineFile } from '../evidence/line-file.ts';
import { RUN_FILES } from '../evidence/run-directory.ts';
import type { RunDirectory } from '../evidence/run-directory.ts';
import type { AuditEvent } from '../model/events.ts';
import type { PaceControl } from '../model/pace-control.ts';
import type { AuditRequest } from '../model/request.ts';
import type { RunRecord } from '../model/run.ts';
import type { Gate } from '../net/gate.ts';
import type { LoadedTargets } from '../targets/load-targets.ts';
import { createCollector } from './collector.ts';
import type { EventChannel } from './event-channel.ts';
import { startUdpProgress } from './progress.ts';
import { readResumeState } from './read-resume-state.ts';
import type { ResumeState } from './resume-state.ts';
import type { SessionClock } from './session-clock.ts';
import { DatagramAsker, udpRun } from './udp-run.ts';

export interface ObserveUdpOptions {
  readonly request: AuditRequest;
  readonly record: RunRecord;
  readonly loaded: LoadedTargets;
  readonly gate: Gate;
  readonly observations: LineFile;
  readonly directory: RunDirectory;
  readonly clock: SessionClock;
  readonly events: EventChannel<AuditEvent>;
  readonly control: PaceControl;
  readonly signal: AbortSignal;
  readonly resumed: boolean;
  /** Sockets that the sweep had, and that are free now. */
  readonly concurrency: number;
}

/** More sockets at once would only wait for their turn. */
const MOST_SOCKETS = 2000;

/**
 * Asks UDP where it is asked for, after the TCP sweep, so that both keep to one rate. Its results take the same way: a journal of its own, because
 * endpoints are numbered within their plan, and the lines of the run's observations.
 */
export async function observeUdp(
  options: ObserveUdpOptions,
): Promise<{ readonly udp?: RunRecord['udp']; readonly complete: boolean }> {
  const { request, record, loaded, gate, directory, clock, events, control, signal } = options;
  const { udpPlan: plan } = loaded;
  const { udp } = request;
  if (plan === null || udp === undefined || record.udp === undefined) return { complete: true };
  const vantage = request.vantage.id;
  const known = options.resumed ? await readResumeState(directory.path, plan, vantage) : undefined;
  await using journal = await directory.appendTo(RUN_FILES.udpJournal);
  const asker = new DatagramAsker({ plan, gate, sweep: request.sweep, udp, control, signal });
  const collector = createCollector({
    plan,
    vantage,
    clock,
    engine: 'udp',
    observations: options.observations,
    journal,
    events,
    identifier: asker,
    // Only TCP has peers that accept whatever comes.
    canary: { acceptsEverything: () => Promise.resolve(false) },
    ...(known && { known }),
  });
  const concurrency = Math.min(options.concurrency, MOST_SOCKETS);
  let seconds: number;
  {
    using _progress = startUdpProgress({ plan, asker, collector, events, control });
    seconds = await udpRun({ asker, collector, clock, seed: record.seed, concurrency, signal, known });
    await collector.finished();
  }
  const before = known?.counters ?? { probesSent: 0, seconds: 0 };
  return {
    udp: {
      ...record.udp,
      datagramsSent: before.probesSent + cutOff(known) + asker.sent,
      seconds: before.seconds + seconds,
    },
    complete: collector.results.done === plan.size && collector.interrupted === 0,
  };
}

/** Of a shard that was cut off, only the datagrams that were answered are known. */
function cutOff(known: ResumeState | undefined): number {
  const shards = [...(known?.unfinished.values() ?? [])];
  return shards.reduce((sum, { attempts }) => attempts.reduce((a, b) => a + b, sum), 0);
}
