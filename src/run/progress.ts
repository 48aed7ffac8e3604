import type { AuditEvent } from '../model/events.ts';
import type { PaceControl } from '../model/pace-control.ts';
import type { Plan } from '../model/plan.ts';
import type { SweepGauges } from '../sweep/sweep-gauges.ts';
import type { Collector } from './collector.ts';
import type { EventChannel } from './event-channel.ts';
import type { DatagramAsker } from './udp-run.ts';

const EVERY_MS = 250;
/** The rate shown is the mean of about this many seconds. */
const MEAN_OVER_SECONDS = 3;

interface ProgressSources {
  readonly plan: Plan;
  readonly gauges: SweepGauges;
  /** Endpoints of shards that earlier sessions finished; of one that was cut off, what is known is walked over again. */
  readonly before: number;
  /** Passes that every silent endpoint gets: 2, or less where the user wants less. */
  readonly passes: number;
  readonly collector: Collector;
  readonly events: EventChannel<AuditEvent>;
  readonly control: PaceControl;
}

/** Sends a progress event four times a second, and a last one at the end. */
export function startProgress(sources: ProgressSources): Disposable {
  const { plan, gauges, before, passes, collector, events, control } = sources;
  const seconds = EVERY_MS / 1000;
  let sent = 0;
  let rate = 0;
  let measured = 0;
  const report = (): void => {
    const { pace } = control;
    // What a pause does to the rate says nothing of the time that is left after it; nor does the time before the first probe.
    if (!pace.paused && gauges.sent > 0) {
      measured++;
      rate += ((gauges.sent - sent) / seconds - rate) * Math.max(seconds / MEAN_OVER_SECONDS, 1 / measured);
    }
    sent = gauges.sent;
    // A silent endpoint is done when its last pass is, so what is shown is how far the passes have come.
    const walked = Math.floor(gauges.walked / passes);
    const { states, done: settled } = collector.results;
    const done = Math.max(settled, Math.min(plan.size, before + walked));
    const left = plan.size - done;
    const perEndpoint = walked === 0 ? 1 : sent / walked;
    events.send({
      type: 'progress',
      done,
      planned: plan.size,
      probesPerSecond: pace.paused ? 0 : Math.round(rate),
      states,
      secondsLeft: pace.paused || rate < 1 ? null : Math.ceil((left * perEndpoint) / rate),
      identified: collector.identified,
      identifying: collector.identifying,
      pace,
    });
  };
  return startReporting(report);
}

/** The same for UDP, which is asked after the sweep: an endpoint is done when it answered or stayed silent for good. */
export function startUdpProgress({
  plan,
  asker,
  collector,
  events,
  control,
}: Pick<ProgressSources, 'plan' | 'collector' | 'events' | 'control'> & { readonly asker: DatagramAsker }): Disposable {
  let sent = 0;
  const report = (): void => {
    const { states, done: settled } = collector.results;
    const { pace } = control;
    const rate = ((asker.sent - sent) * 1000) / EVERY_MS;
    sent = asker.sent;
    events.send({
      type: 'progress',
      done: Math.max(settled, Math.min(plan.size, asker.asked)),
      planned: plan.size,
      probesPerSecond: pace.paused ? 0 : Math.round(rate),
      states,
      secondsLeft: null,
      identified: collector.identified,
      identifying: collector.identifying,
      pace,
    });
  };
  return startReporting(report);
}

function startReporting(report: () => void): Disposable {
  const timer = setInterval(report, EVERY_MS);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      report();
    },
  };
}
