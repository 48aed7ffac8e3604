/** A timer that is later than this finds that its process was stopped (SIGSTOP, a suspended machine) or starved. */
const LATE_MS = 500;

/**
 * Calls back once so many milliseconds have passed in which this process could hear: one that was stopped meanwhile gets the time that it missed, at
 * most all of it, because what came in the meantime lies unread when timers fire. @returns what cancels it
 */
export function patientTimer(ms: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const set = (waitMs: number): void => {
    const due = performance.now() + waitMs;
    timer = setTimeout(() => {
      const lateMs = performance.now() - due;
      if (lateMs > LATE_MS) set(Math.min(ms, lateMs));
      else callback();
    }, waitMs);
  };
  set(ms);
  return () => clearTimeout(timer);
}
