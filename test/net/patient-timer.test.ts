import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { patientTimer } from '../../src/net/patient-timer.ts';

/** Keeps the process from its events, as a stop does. */
function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

it('calls back when its time is over, and not when it was cancelled', async () => {
  let calls = 0;
  patientTimer(20, () => calls++);
  patientTimer(20, () => (calls += 10))();
  await sleep(300);
  expect(calls).toBe(1);
});

it('gives back the time that the process missed, but never more than all of it', async () => {
  const startedAt = performance.now();
  const called = new Promise<number>((resolve) => {
    patientTimer(200, () => resolve(performance.now() - startedAt));
  });
  block(1200);
  const ms = await called;
  expect(ms).toBeGreaterThan(1390);
});
