/** Time that passed without a look at the clock counts for no more than this, in milliseconds: what was stopped makes up for nothing. */
const LONGEST_STEP_MS = 100;

/**
 * The time by which hosts have their turns: it runs at the pace that the user asks for and stands still while a sweep is paused. So turns that were given
 * out long before follow a change of pace, and no host gets after a pause what it did not get during it. All times are milliseconds.
 */
export class HostClock {
  #now = 0;
  #pace = 1;
  #paused = false;
  #movedAt: number;

  constructor(realNow: number) {
    this.#movedAt = realNow;
  }

  /** The clock's time at a real one, not before the last `run`. */
  at(realNow: number): number {
    return (
      this.#now + Math.min(LONGEST_STEP_MS, Math.max(0, realNow - this.#movedAt)) * (this.#paused ? 0 : this.#pace)
    );
  }

  /** Moves the clock to `realNow`; from there it runs at another pace. @param pace above 0; 1 is real time */
  run(realNow: number, { pace, paused }: { readonly pace: number; readonly paused: boolean }): void {
    this.#now = this.at(realNow);
    this.#movedAt = realNow;
    this.#pace = pace;
    this.#paused = paused;
  }

  /** Real milliseconds as this clock counts them, and back, at the present pace. */
  fromReal(ms: number): number {
    return ms * this.#pace;
  }

  toReal(ms: number): number {
    return ms / this.#pace;
  }
}
