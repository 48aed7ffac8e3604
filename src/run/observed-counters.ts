import type { Observation } from '../model/observation.ts';
import type { RunCounters } from '../model/run.ts';
import { SweepCounters } from '../sweep/sweep-counters.ts';

/** The sweep's counters as far as the observations of a killed run tell them; probes without an observation are not in it. */
export class ObservedCounters {
  readonly #counters = new SweepCounters();
  #probes = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  count(observation: Observation): void {
    this.#counters.count(observation);
    this.#probes += observation.attempts;
    const at = Date.parse(observation.at);
    this.#first = Math.min(this.#first, at);
    this.#last = Math.max(this.#last, at);
  }

  result(): RunCounters {
    return {
      probesSent: this.#probes,
      retriedLocally: 0,
      answeredOnRetry: this.#counters.answeredOnRetry,
      estimatedLoss: this.#counters.estimatedLoss,
      sweepSeconds: this.#last < this.#first ? 0 : (this.#last - this.#first) / 1000,
    };
  }
}
