import { estimateMissed } from './missed.ts';
import { PassRate } from './pass-rate.ts';
import type { PassTally } from '../model/shard.ts';
import type { MissedEstimate } from './missed.ts';
import type { PassResult } from './pass-rate.ts';

export interface PassPlanOptions {
  /** Passes that are made in any case: 2, or less when `maxPasses` is. One pass alone says nothing of the loss. */
  readonly minPasses: number;
  readonly maxPasses: number;
  /** Answering endpoints that may be expected to be missing at the end: passes go on until it is fewer. */
  readonly tolerated: number;
  /** Most probes a second, null for no limit. */
  readonly rate: number | null;
}

/** `rate`: probes a second of the next pass, null for no limit. */
export type PassDecision = { readonly done: true } | { readonly done: false; readonly rate: number | null };

/** Decides after each pass of a sweep over the silent endpoints whether there is another and how fast. */
export interface PassPlan {
  passEnded(pass: PassResult): PassDecision;
  /** What `estimateMissed` needs; one tally, none before the first pass. */
  readonly tallies: readonly PassTally[];
  /** How many endpoints are probably missing by now, null while nothing can be said. */
  readonly estimate: MissedEstimate | null;
}

/** Starts a plan; its first pass is made at `rate`. */
export function createPassPlan(options: PassPlanOptions): PassPlan {
  return new TalliedPassPlan(options);
}

class TalliedPassPlan implements PassPlan {
  readonly #options: PassPlanOptions;
  readonly #rate: PassRate;
  readonly #firstAnswers: number[] = [];
  #silent = 0;
  /** The first pass under the present conditions, and under those before the last cut. */
  #since = 0;
  #sinceBefore = 0;
  /** The first pass from which on the rate only went down. */
  #slowingSince = 0;

  constructor(options: PassPlanOptions) {
    this.#options = options;
    this.#rate = new PassRate(options.rate);
  }

  passEnded(pass: PassResult): PassDecision {
    this.#firstAnswers.push(pass.answered);
    this.#silent = pass.silent;
    if (this.#enough(pass.silent)) return { done: true };
    const mayRaise = this.#firstAnswers.length + 2 <= this.#options.maxPasses;
    const { rate, change } = this.#rate.after(pass, estimateMissed([this.#tallySince(this.#since)]), mayRaise);
    if (change === 'restored') this.#since = this.#sinceBefore;
    else if (change !== 'same') {
      this.#sinceBefore = this.#since;
      this.#since = this.#firstAnswers.length;
      if (change === 'faster') this.#slowingSince = this.#since;
    }
    return { done: false, rate };
  }

  get tallies(): readonly PassTally[] {
    if (this.#firstAnswers.length === 0) return [];
    const tally = this.#tallySince(this.#since);
    if (tally.firstAnswers.length >= 2 && tally.firstAnswers.some((count) => count > 0)) return [tally];
    // A single pass at a lower rate, or an empty one: together with those before, whose loss was higher if anything, the estimate is rather too large.
    return [this.#tallySince(this.#slowingSince)];
  }

  get estimate(): MissedEstimate | null {
    return estimateMissed(this.tallies);
  }

  #enough(silent: number): boolean {
    const passes = this.#firstAnswers.length;
    const { minPasses, maxPasses, tolerated } = this.#options;
    if (silent === 0 || passes >= maxPasses) return true;
    if (passes < minPasses) return false;
    if (this.#firstAnswers.every((count) => count === 0)) return true;
    const { estimate } = this;
    return estimate !== null && estimate.expected < tolerated;
  }

  #tallySince(pass: number): PassTally {
    return {
      before: this.#firstAnswers.slice(0, pass).reduce((sum, count) => sum + count, 0),
      firstAnswers: this.#firstAnswers.slice(pass),
      silent: this.#silent,
    };
  }
}
