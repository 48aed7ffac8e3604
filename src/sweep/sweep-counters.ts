import type { Observation, PortState } from '../model/observation.ts';

/** The kernel repeats an unanswered SYN after one second (RFC 6298): an answer later than this is most likely one to the repetition. */
const KERNEL_REPEATS_AFTER_MS = 1000;

/** What a sweep counts while it runs; read by the progress line and the report's coverage. */
export class SweepCounters {
  readonly states: Record<PortState, number> = { open: 0, closed: 0, filtered: 0, error: 0 };
  /** Probes that left this machine or were tried. */
  sent = 0;
  /** Probes asked again because this machine ran short of something. */
  retriedLocally = 0;
  /** Endpoints without any answer. */
  silent = 0;
  /** Endpoints that answered the first SYN, and those silent at first that answered a later one, ours or the kernel's repetition. */
  answeredAtOnce = 0;
  answeredOnRetry = 0;

  count(observation: Observation): void {
    this.states[observation.state]++;
    if (observation.state === 'error') return;
    if (observation.reason === 'no-response') this.silent++;
    else if (observation.attempts > 1 || wasRepeatedByKernel(observation)) this.answeredOnRetry++;
    else this.answeredAtOnce++;
  }

  get done(): number {
    const { open, closed, filtered, error } = this.states;
    return open + closed + filtered + error;
  }

  get answered(): number {
    return this.answeredAtOnce + this.answeredOnRetry;
  }

  /**
   * The share of probes or answers that got lost, estimated as answers on a later attempt among all answers; null before anything answered.
   * Hosts that limit their answers look like loss, too.
   */
  get estimatedLoss(): number | null {
    return this.answered === 0 ? null : this.answeredOnRetry / this.answered;
  }
}

/** Over IPv6 Linux reports an ICMP error only after its own repetition, so there a late refusal proves no loss. */
function wasRepeatedByKernel({ rttMs, state, address }: Observation): boolean {
  return rttMs !== null && rttMs >= KERNEL_REPEATS_AFTER_MS && (state === 'open' || !address.includes(':'));
}
