import type { AuditEvent } from '../model/events.ts';
import type { PaceControl } from '../model/pace-control.ts';
import type { Plan } from '../model/plan.ts';
import type { SweepCounters } from '../sweep/sweep-counters.ts';
import type { Collector } from './collector.ts';
import type { EventChannel } from './event-channel.ts';

const EVERY_MS = 250;
/** The rate shown is the mean of about this many seconds. */
const MEAN_OVER_SECONDS = 3;

interface ProgressSources {
  readonly plan: Plan;
  readonly counters: SweepCounters;
  readonly collector: Collector;
  readonly events: EventChannel<AuditEvent>;
  readonly control: PaceControl;
}

/** Sends a progress event four times a second, and a last one at the end. */
export function startProgress({ plan, counters, collector, events, control }: ProgressSources): Disposable {
  const seconds = EVERY_MS / 1000;
  let sent = 0;
  let rate: number | null = null;
  const report = (): void => {
    const now = (counters.sent - sent) / seconds;
    sent = counters.sent;
    rate = rate === null ? now : rate + ((now - rate) * seconds) / MEAN_OVER_SECONDS;
    const left = plan.size - counters.done;
    const perEndpoint = counters.done === 0 ? 1 : counters.sent / counters.done;
    events.send({
      type: 'progress',
      done: counters.done,
      planned: plan.size,
      probesPerSecond: Math.round(rate),
      states: { ...counters.states },
      secondsLeft: rate < 1 ? null : Math.ceil((left * perEndpoint) / rate),
      lossEstimate: counters.estimatedLoss,
      identified: collector.identified,
      identifying: collector.identifying,
      pace: control.pace,
    });
  };
  const timer = setInterval(report, EVERY_MS);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      report();
    },
  };
}
