import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds from the first try to the last, and the first and longest wait between two. */
const PATIENCE_MS = 15_000;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 500;

/**
 * Asks again for as long as this machine runs short of descriptors, ports or buffers, because that says nothing about the target and passes; gives the
 * last answer where it lasts.
 */
export async function untilNotShort<Answer>(
  ask: () => Promise<Answer>,
  isShort: (answer: Answer) => boolean,
): Promise<Answer> {
  const until = performance.now() + PATIENCE_MS;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    const answer = await ask();
    if (!isShort(answer) || performance.now() > until) return answer;
    await sleep(waitMs);
  }
}
