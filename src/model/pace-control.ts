/** How fast a sweep goes, compared with what was asked for. */
export interface Pace {
  /** Multiplies the rates in all and to one host, also below what the sweep chose for itself; a power of two. */
  readonly factor: number;
  /** Nothing new is sent; what is under way is still listened for. */
  readonly paused: boolean;
}

/** Changes the pace of a sweep while it runs. One control serves one audit. */
export interface PaceControl {
  readonly pace: Pace;
  /** Half the pace, down to 1/64 of what was asked for. */
  slower(): void;
  /** Double the pace, up to 64 times what was asked for. */
  faster(): void;
  pause(): void;
  resume(): void;
  /** Calls back after every change, within the call that made it. Disposing of the result ends that. */
  onChange(listener: (pace: Pace) => void): Disposable;
}

const LARGEST_FACTOR = 64;

export function createPaceControl(): PaceControl {
  const listeners = new Set<(pace: Pace) => void>();
  let pace: Pace = { factor: 1, paused: false };
  const change = (next: Pace): void => {
    if (next.factor === pace.factor && next.paused === pace.paused) return;
    pace = next;
    for (const listener of listeners) listener(pace);
  };
  return {
    get pace() {
      return pace;
    },
    slower: () => change({ ...pace, factor: Math.max(1 / LARGEST_FACTOR, pace.factor / 2) }),
    faster: () => change({ ...pace, factor: Math.min(LARGEST_FACTOR, pace.factor * 2) }),
    pause: () => change({ ...pace, paused: true }),
    resume: () => change({ ...pace, paused: false }),
    onChange(listener) {
      // A wrapper of its own, so that a listener given twice can be taken away once.
      const own = (changed: Pace): void => listener(changed);
      listeners.add(own);
      return { [Symbol.dispose]: () => void listeners.delete(own) };
    },
  };
}
