import { describe, expect, it } from 'vitest';
import { createPaceControl } from '../../src/model/pace-control.ts';
import { DatagramPace } from '../../src/run/datagram-pace.ts';

/** Milliseconds that so many turns take, to hosts one after the other. */
async function timeOf(pace: DatagramPace, turns: number, hosts: number): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: turns }, (_, turn) => pace.turn(turn % hosts)));
  return performance.now() - startedAt;
}

describe('DatagramPace', () => {
  const { signal } = new AbortController();

  it('keeps to the rate in all', async () => {
    const pace = new DatagramPace({ rate: 100, hostRate: null, control: createPaceControl(), signal });
    expect(await timeOf(pace, 31, 31)).toBeGreaterThan(250);
  });

  it('keeps to the rate of each host', async () => {
    const pace = new DatagramPace({ rate: null, hostRate: 20, control: createPaceControl(), signal });
    expect(await timeOf(pace, 12, 2)).toBeGreaterThanOrEqual(240);
  });

  it('waits for nothing where there is no limit', async () => {
    const pace = new DatagramPace({ rate: null, hostRate: null, control: createPaceControl(), signal });
    expect(await timeOf(pace, 1000, 1)).toBeLessThan(1000);
  });

  it('stands still in a pause, and goes on after it', async () => {
    const control = createPaceControl();
    const pace = new DatagramPace({ rate: null, hostRate: null, control, signal });
    control.pause();
    setTimeout(() => control.resume(), 200);
    expect(await timeOf(pace, 1, 1)).toBeGreaterThan(180);
  });

  it('keeps nobody waiting after an abort', async () => {
    const abort = new AbortController();
    const pace = new DatagramPace({ rate: 1, hostRate: null, control: createPaceControl(), signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    expect(await timeOf(pace, 20, 20)).toBeLessThan(900);
  });
});
